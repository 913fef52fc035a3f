package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.ChannelPermit;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/** One SFTP channel for one piece of work. */
final class MinaSftpChannel {
  private final MinaConnection connection;
  private final SshSettings settings;
  private final ChannelOpener channels;
  private final SshFailures failures;

  MinaSftpChannel(
      ChannelPermit<MinaConnection> permit, SshSettings settings, SshFailures failures) {
    this.connection = permit.connection();
    this.settings = settings;
    this.channels = new ChannelOpener(permit, settings, failures);
    this.failures = failures;
  }

  /**
   * Opens the channel, does the work and closes the channel.
   *
   * @throws NotStarted if the connection broke before the work was begun
   */
  <T> T run(SftpWork<T> work) throws NotStarted {
    SftpProtocol sftp = channels.open(settings.handshakeTimeout(), _ -> open());
    try {
      return work.run(new MinaSftp(sftp, failures));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      channels.release(sftp.getClientChannel());
    }
  }

  private SftpProtocol open() throws IOException {
    try {
      return new SftpProtocol(connection.session());
    } catch (SshChannelOpenException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      if (e.getCause() instanceof SshChannelOpenException || !connection.isHealthy()) {
        throw e;
      }
      throw noSftp(e);
    }
  }

  private SshException noSftp(IOException e) {
    return failures.of(
        FailureType.NO_SFTP,
        "opens no SFTP (Subsystem sftp in its sshd_config?): " + e.getMessage(),
        e);
  }
}
