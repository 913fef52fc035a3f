package dev.holdfast.activities.step;

import dev.holdfast.activities.ssh.SshException;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureReader;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.failure.TypedFailure;
import dev.holdfast.schemas.step.Step;
import io.temporal.failure.ApplicationFailure;
import java.util.function.Supplier;

/** Says in Temporal's words what went wrong. */
public final class Failures {
  private Failures() {}

  /** A failure of this type, retried if the type is. */
  public static ApplicationFailure of(FailureType type, String message) {
    return TypedFailure.of(type, message, null, null);
  }

  /** The same, of which more is known. */
  public static ApplicationFailure of(FailureType type, String message, FailureOrigin origin) {
    return TypedFailure.of(type, message, origin, null);
  }

  /** The failure for programs. */
  public static FailureData read(RuntimeException e) {
    return FailureReader.read(e instanceof SshException ssh ? translated(ssh) : e);
  }

  private static ApplicationFailure translated(SshException e) {
    return TypedFailure.of(e.type(), String.valueOf(e.getMessage()), e.origin(), e);
  }

  /** A step that came too late: a newer holder of the lease has been at the server. */
  public static ApplicationFailure fenced(Step step, long seen) {
    return of(FailureType.FENCED, step.server() + ": " + tooLate(seen, step.fencingToken()));
  }

  /** Why a server refuses what comes too late, and what to do. */
  public static String tooLate(long seen, long token) {
    return "something newer has changed this server (fencing token %d, this step's is %d), so nothing more of this operation is run there; start it again if it is still wanted"
        .formatted(seen, token);
  }

  /**
   * The thread was interrupted, because its worker is going down: another one tries again. Leaves
   * the thread interrupted.
   */
  public static ApplicationFailure interrupted() {
    Thread.currentThread().interrupt();
    return of(FailureType.WORKER_LOST, "this worker is going down");
  }

  /** Runs what talks to a server; its failures become ApplicationFailures. */
  public static <T> T translated(Supplier<T> work) {
    try {
      return work.get();
    } catch (SshException e) {
      throw translated(e);
    }
  }

  /** What a failure of an activity says, for people. */
  public static String words(RuntimeException e) {
    return FailureWords.of(e);
  }
}
