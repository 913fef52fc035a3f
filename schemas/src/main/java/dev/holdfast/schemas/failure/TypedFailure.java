package dev.holdfast.schemas.failure;

import io.temporal.failure.ApplicationFailure;
import org.jspecify.annotations.Nullable;

/** Makes the ApplicationFailures of Temporal that {@link FailureReader} reads. */
public final class TypedFailure {
  private TypedFailure() {}

  /** A failure of this type, retried if the type is. */
  public static ApplicationFailure of(
      FailureType type, String message, @Nullable FailureOrigin origin, @Nullable Throwable cause) {
    return ApplicationFailure.newBuilder()
        .setMessage(message)
        .setType(type.name())
        .setNonRetryable(!type.retryable())
        .setCause(cause)
        // None at all cannot even be counted before it was sent.
        .setDetails(origin == null ? new Object[0] : new Object[] {origin})
        .build();
  }
}
