package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.ChannelPermit;
import dev.holdfast.activities.ssh.Command;
import dev.holdfast.activities.ssh.CredentialGuard;
import dev.holdfast.activities.ssh.Credentials;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.PooledSsh;
import dev.holdfast.activities.ssh.RemoteSocket;
import dev.holdfast.activities.ssh.SftpWork;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.activities.ssh.SshMetrics;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.activities.ssh.Streams;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import org.apache.sshd.client.SshClient;

/** The way to servers on Apache MINA SSHD. */
public final class MinaSsh extends PooledSsh<MinaConnection> {
  private final Credentials credentials;
  private final SshClient client;

  public MinaSsh(Credentials credentials) {
    this(credentials, SshSettings.defaults());
  }

  public MinaSsh(Credentials credentials, SshSettings settings) {
    this(credentials, settings, CredentialGuard.ofProcess());
  }

  /**
   * @param guard what is known of refused credentials
   */
  public MinaSsh(Credentials credentials, SshSettings settings, CredentialGuard guard) {
    super(settings, SshMetrics.global(), credentials, guard);
    this.credentials = credentials;
    this.client = MinaClient.start(settings);
  }

  @Override
  protected MinaConnection connect(Server server, int port) {
    return MinaConnection.open(client, server, port, credentials, settings());
  }

  @Override
  protected int run(
      ChannelPermit<MinaConnection> channel, Command command, Streams streams, SshFailures failures)
      throws NotStarted {
    return new MinaExecution(channel, command, streams, settings(), failures).run();
  }

  @Override
  protected <T> T sftp(
      ChannelPermit<MinaConnection> channel, SftpWork<T> work, SshFailures failures)
      throws NotStarted {
    return new MinaSftpChannel(channel, settings(), failures).run(work);
  }

  /** Nothing needs it: what is reached over a socket is reached over a command, too. */
  @Override
  protected RemoteSocket connect(MinaConnection connection, String path, SshFailures failures) {
    throw failures.of(
        FailureType.NO_SOCKET,
        "is reached by MINA, over which its socket " + path + " is not connected to",
        null);
  }

  @Override
  public void close() {
    super.close();
    client.close(true);
  }
}
