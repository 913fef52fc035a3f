package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.direct.Session;
import net.schmizz.sshj.connection.channel.direct.SessionFactory;
import net.schmizz.sshj.sftp.SFTPEngine;

/** One SFTP channel for one piece of work. */
final class SftpChannel {
  private final Connection connection;
  private final Sessions sessions;
  private final SshFailures failures;

  SftpChannel(ChannelPermit<Connection> channel, SshSettings settings, SshFailures failures) {
    this.connection = channel.connection();
    this.sessions = new Sessions(channel, settings, failures);
    this.failures = failures;
  }

  /**
   * Opens the channel, does the work and closes the channel.
   *
   * @throws NotStarted if the connection broke before the work was begun
   */
  <T> T run(SftpWork<T> work, Duration patience) throws NotStarted {
    Session session = sessions.open(patience);
    boolean ended = false;
    try {
      T result = work.run(new SshjSftp(engine(session), failures));
      ended = true;
      return result;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      sessions.close(session, ended);
    }
  }

  private SFTPEngine engine(Session session) throws NotStarted {
    try {
      SFTPEngine engine = new SFTPEngine(only(session)).init();
      engine.setTimeoutMs(Math.toIntExact(Connection.ANSWER.toMillis()));
      return engine;
    } catch (IOException e) {
      if (!connection.isHealthy()) {
        throw new NotStarted(failures.broken(e, false));
      }
      throw failures.of(
          FailureType.NO_SFTP,
          "opens no SFTP (Subsystem sftp in its sshd_config?): " + e.getMessage(),
          e);
    }
  }

  private SessionFactory only(Session session) {
    return new SessionFactory() {
      @Override
      public Session startSession() {
        return session;
      }

      @Override
      public InetSocketAddress getRemoteSocketAddress() {
        return connection.client().getRemoteSocketAddress();
      }
    };
  }
}
