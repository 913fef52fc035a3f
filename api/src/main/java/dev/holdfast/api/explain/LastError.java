package dev.holdfast.api.explain;

import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.TimeoutFailure;

/** How an attempt failed, in words for people. */
final class LastError {
  /** What the SDK puts in the place of a message that it encrypts. */
  private static final String ENCODED = "Encoded failure";

  private LastError() {}

  static String words(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null && !(cause instanceof ApplicationFailure)) {
      cause = cause.getCause();
    }
    return switch (cause) {
      case ApplicationFailure application -> application(application);
      case TimeoutFailure timeout ->
          "the worker was lost, or took too long (" + timeout.getTimeoutType() + ")";
      default -> plain(String.valueOf(cause.getMessage()));
    };
  }

  private static String application(ApplicationFailure failure) {
    // The SDK's own, such as that of a worker that shuts down, name nothing but ids.
    return failure.getType().startsWith("io.temporal.")
        ? "the worker was stopped meanwhile"
        : plain(String.valueOf(failure.getOriginalMessage()));
  }

  private static String plain(String message) {
    if (message.equals(ENCODED)) {
      return "the error was too long to be kept; the log of the workers has it";
    }
    return message.contains("WorkflowId=") ? "the worker was stopped meanwhile" : message;
  }
}
