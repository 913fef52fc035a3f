package dev.holdfast.activities.ssh;

import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.time.Duration;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.Session;

/** Opens and ends the session of one channel that the pool has permitted. */
final class Sessions {
  private static final Duration REOPEN = Duration.ofMillis(50);

  private final ChannelPermit<Connection> channel;
  private final SshSettings settings;
  private final SshFailures failures;

  Sessions(ChannelPermit<Connection> channel, SshSettings settings, SshFailures failures) {
    this.channel = channel;
    this.settings = settings;
    this.failures = failures;
  }

  /**
   * Opens a session; {@link #close} gives the permit back, and so does a failure.
   *
   * @throws NotStarted if the connection broke before
   */
  Session open(Duration patience) throws NotStarted {
    try {
      return startSession(System.nanoTime() + patience.toNanos());
    } catch (NotStarted | RuntimeException e) {
      channel.close();
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
            channel.close();
          }
        };
    if (ended) {
      close.run();
    } else {
      Thread.ofVirtual().name("ssh-close").start(close);
    }
  }

  /** A session that the server refuses to open has started nothing; others may be just ending. */
  private Session startSession(long deadline) throws NotStarted {
    long patience = Math.min(System.nanoTime() + settings.openPatience().toNanos(), deadline);
    while (true) {
      try {
        return channel.connection().client().startSession();
      } catch (OpenFailException e) {
        channel.refused();
        if (System.nanoTime() > patience) {
          throw failures.of(
              FailureType.THROTTLED, "opens no more sessions (MaxSessions in its sshd_config?)", e);
        }
        pause();
      } catch (IOException | RuntimeException e) {
        if (interrupted(e)) {
          // Nobody waits for it any more, which says nothing of the connection that others use.
          Thread.currentThread().interrupt();
          throw failures.broken(e, false).beforeStart();
        }
        throw new NotStarted(failures.broken(e, false));
      }
    }
  }

  private static boolean interrupted(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof InterruptedException) {
        return true;
      }
    }
    return false;
  }

  private void pause() {
    try {
      Thread.sleep(REOPEN);
    } catch (InterruptedException e) {
      throw failures.broken(e, false);
    }
  }
}
