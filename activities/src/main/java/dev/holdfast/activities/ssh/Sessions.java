package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** Opens sessions on a connection, never more at once than it may have. */
final class Sessions {
  private static final Duration REOPEN = Duration.ofMillis(50);

  private final Connection connection;
  private final SshSettings settings;
  private final Failures failures;

  Sessions(Connection connection, SshSettings settings, Failures failures) {
    this.connection = connection;
    this.settings = settings;
    this.failures = failures;
  }

  /**
   * Waits for a channel and opens a session on it; the caller releases the channel once it is
   * closed.
   *
   * @throws NotStarted if the connection broke before
   */
  Session open(Duration patience) throws NotStarted {
    long deadline = System.nanoTime() + patience.toNanos();
    acquire(patience);
    try {
      return startSession(deadline);
    } catch (NotStarted | RuntimeException e) {
      connection.releaseChannel();
      throw e;
    }
  }

  /**
   * Ends a session. A server answers the end of a channel only when the command has ended: nobody
   * waits for that.
   */
  void close(Session session, boolean ended) {
    Runnable close =
        () -> {
          try (session) {
            // Its end is all that is wanted.
          } catch (IOException e) {
            // It was broken already.
          } finally {
            connection.releaseChannel();
          }
        };
    if (ended) {
      close.run();
    } else {
      Thread.ofVirtual().name("ssh-close").start(close);
    }
  }

  private void acquire(Duration patience) {
    try {
      if (!connection.acquireChannel(patience.toNanos())) {
        throw failures.of(
            FailureType.THROTTLED,
            "is busy: all %d channels were in use for %d s"
                .formatted(settings.channels(), patience.toSeconds()),
            null);
      }
    } catch (InterruptedException e) {
      throw failures.broken(e, false);
    }
  }

  /** A session that the server refuses to open has started nothing; others may be just ending. */
  private Session startSession(long deadline) throws NotStarted {
    long patience = Math.min(System.nanoTime() + settings.openPatience().toNanos(), deadline);
    while (true) {
      try {
        return connection.client().startSession();
      } catch (OpenFailException e) {
        if (System.nanoTime() > patience) {
          throw failures.of(
              FailureType.THROTTLED, "opens no more sessions (MaxSessions in its sshd_config?)", e);
        }
        pause();
      } catch (IOException | RuntimeException e) {
        throw new NotStarted(failures.broken(e, false));
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(REOPEN);
    } catch (InterruptedException e) {
      throw failures.broken(e, false);
    }
  }
}
