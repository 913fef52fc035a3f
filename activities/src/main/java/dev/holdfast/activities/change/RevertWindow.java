package dev.holdfast.activities.change;

import dev.holdfast.activities.revert.CommitConfirmed.Armed;
import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.platform.server.PendingReverts;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.server.Server;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * The time in which a server takes a change back by itself. A login or sudo that it refuses in it
 * may be the change's doing, and is tried again until the server has reverted. Thread-safe.
 */
record RevertWindow(PendingReverts reverts) {
  /** For the way to the server before it is armed, and for the revert itself. */
  private static final Duration AROUND = Duration.ofMinutes(2);

  /** A change is about to be armed. */
  void opens(Server server, Armed armed) {
    reverts.expect(server.name(), armed.window().plus(AROUND));
  }

  /** The change is confirmed or reverted. */
  void closes(Server server) {
    reverts.settled(server.name());
  }

  /**
   * Reaches a server that may have locked us out.
   *
   * @throws ApplicationFailure that is tried again, while the server has not reverted
   */
  <T> T reaching(Server server, Supplier<T> work) {
    try {
      return work.get();
    } catch (SshException e) {
      boolean refused = e.type() == FailureType.AUTHENTICATION || e.type() == FailureType.NO_SUDO;
      if (refused && reverts.pending(server.name())) {
        throw ApplicationFailure.newFailureWithCause(
            String.valueOf(e.getMessage()), e.type().name(), e);
      }
      throw e;
    }
  }
}
