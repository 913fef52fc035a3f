package dev.holdfast.schemas.failure;

import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.client.ActivityCanceledException;
import io.temporal.client.ActivityCompletionException;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalException;
import io.temporal.failure.TerminatedFailure;
import io.temporal.failure.TimeoutFailure;
import org.jspecify.annotations.Nullable;

/** What went wrong, in words for people: Temporal's own wording goes no further than this. */
public final class FailureWords {
  /** What Temporal's SDK puts in the place of a message that it encrypts. */
  static final String ENCODED = "Encoded failure";

  private static final String STOPPED = "the worker was stopped meanwhile";
  private static final String UNKNOWN = "failed for a reason that Temporal does not say";

  private FailureWords() {}

  /** The words of the failure at the root. */
  public static String of(Throwable failure) {
    Throwable root = root(failure);
    return switch (root) {
      case ApplicationFailure application -> application(application);
      case TimeoutFailure timeout -> of(timeout.getTimeoutType());
      case CanceledFailure _, ActivityCanceledException _ -> "cancelled";
      case TerminatedFailure _ -> "was terminated from outside of Holdfast";
      case ActivityCompletionException _ -> STOPPED;
      // What is left of Temporal's own names ids and event numbers: nothing that a person can use.
      case TemporalException _ -> UNKNOWN;
      default -> plain(root.getMessage(), root.getClass().getName());
    };
  }

  /** What it means that this time limit has passed. */
  private static String of(@Nullable TimeoutType limit) {
    return switch (limit) {
      case TIMEOUT_TYPE_HEARTBEAT -> "the worker that ran it was lost, or no longer answered";
      case TIMEOUT_TYPE_SCHEDULE_TO_START -> "no worker took it up in time";
      case TIMEOUT_TYPE_START_TO_CLOSE ->
          "the worker that ran it was lost, or needed longer than its time limit";
      case TIMEOUT_TYPE_SCHEDULE_TO_CLOSE -> "was not done within its time limit";
      case TIMEOUT_TYPE_UNSPECIFIED, UNRECOGNIZED -> "ran into a time limit";
      case null -> "ran into a time limit";
    };
  }

  /** What an activity says itself; else the innermost of Temporal's; else what there is. */
  static Throwable root(Throwable failure) {
    Throwable root = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ApplicationFailure) {
        return cause;
      }
      if (cause instanceof TemporalException) {
        root = cause;
      }
    }
    return root;
  }

  private static String application(ApplicationFailure failure) {
    // The SDK's own, such as that of a worker that shuts down, name nothing but ids.
    return failure.getType().startsWith("io.temporal.")
        ? STOPPED
        : plain(failure.getOriginalMessage(), failure.getType());
  }

  private static String plain(@Nullable String message, String type) {
    if (message == null || message.isBlank()) {
      return "an unexpected error (%s); the log of the workers has it"
          .formatted(type.substring(type.lastIndexOf('.') + 1));
    }
    if (message.equals(ENCODED)) {
      return "the error was too long to be kept; the log of the workers has it";
    }
    return message.contains("WorkflowId=") ? STOPPED : message;
  }
}
