package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureType;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.failure.TimeoutFailure;

/** Turns what went wrong into what a person reads. */
final class ChangeFailed {
  private ChangeFailed() {}

  static ApplicationFailure because(FailureType type, String message) {
    return ApplicationFailure.newNonRetryableFailure(message, type.name());
  }

  /** The words of the failure at the root, without Temporal's wrapping. */
  static String words(TemporalFailure failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ApplicationFailure)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ApplicationFailure application -> application.getOriginalMessage();
      case TimeoutFailure timeout -> "took too long (" + timeout.getTimeoutType() + ")";
      default -> String.valueOf(cause.getMessage());
    };
  }

  /** Whether a step failed for this reason. */
  static boolean is(FailureType type, ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure cause
        && cause.getType().equals(type.name());
  }

  /** Whether the step itself failed, and not merely nobody was there to run it in time. */
  static boolean genuine(ActivityFailure failure) {
    return failure.getCause() instanceof ApplicationFailure
        || (failure.getCause() instanceof TimeoutFailure timeout
            && timeout.getCause() instanceof ApplicationFailure);
  }
}
