package dev.holdfast.activities.ssh.mina;

import dev.holdfast.activities.ssh.ChannelPermit;
import dev.holdfast.activities.ssh.NotStarted;
import dev.holdfast.activities.ssh.SshFailures;
import dev.holdfast.activities.ssh.SshSettings;
import dev.holdfast.schemas.failure.FailureType;
import java.io.IOException;
import java.time.Duration;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.exception.SshChannelOpenException;

/** Opens and ends one channel that the pool has permitted. */
final class ChannelOpener {
  private static final Duration REOPEN = Duration.ofMillis(50);

  private final ChannelPermit<MinaConnection> permit;
  private final SshSettings settings;
  private final SshFailures failures;

  ChannelOpener(ChannelPermit<MinaConnection> permit, SshSettings settings, SshFailures failures) {
    this.permit = permit;
    this.settings = settings;
    this.failures = failures;
  }

  /**
   * Makes and opens one channel; a refusal by the server must be in the causes of the failure, and
   * every failure but an {@code SshException} means that nothing was started.
   */
  interface Opening<C> {
    C open(Duration timeout) throws IOException, NotStarted;
  }

  /**
   * Opens the channel; {@link #release} gives the permit back, and so does a failure.
   *
   * @throws NotStarted if the connection broke before
   */
  <C> C open(Duration patience, Opening<C> opening) throws NotStarted {
    try {
      return tryOpen(System.nanoTime() + patience.toNanos(), opening);
    } catch (NotStarted | RuntimeException e) {
      permit.close();
      throw e;
    }
  }

  /**
   * Ends a channel. A server answers the end only when the command has ended: nobody waits for
   * that, and until then the channel counts.
   */
  void release(Channel channel) {
    channel.addCloseFutureListener(_ -> permit.close());
    channel.close(false);
  }

  /** A channel that the server refuses to open has started nothing; others may be just ending. */
  private <C> C tryOpen(long deadline, Opening<C> opening) throws NotStarted {
    long patience = Math.min(System.nanoTime() + settings.openPatience().toNanos(), deadline);
    while (true) {
      try {
        return opening.open(timeout(deadline));
      } catch (IOException e) {
        if (!isRefusal(e)) {
          throw new NotStarted(failures.broken(e, false));
        }
        permit.refused();
        if (System.nanoTime() > patience) {
          throw failures.of(
              FailureType.THROTTLED, "opens no more sessions (MaxSessions in its sshd_config?)", e);
        }
        pause();
      } catch (IllegalStateException e) {
        // So MINA says that the session is ending just now; of a session that lives it is a bug.
        if (permit.connection().isHealthy()) {
          throw e;
        }
        throw new NotStarted(failures.broken(e, false));
      }
    }
  }

  private Duration timeout(long deadline) {
    Duration left = Duration.ofNanos(Math.max(1_000_000, deadline - System.nanoTime()));
    return left.compareTo(settings.handshakeTimeout()) < 0 ? left : settings.handshakeTimeout();
  }

  private static boolean isRefusal(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof SshChannelOpenException) {
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
