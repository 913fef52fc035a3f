package dev.holdfast.api.explain;

import dev.holdfast.schemas.failure.FailureData;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An activity that has not ended.
 *
 * @param server the server it works on; null where it works on none, or on many
 * @param summary what it does, for people
 * @param attempt of its delivery, from 1
 * @param takenAt when the worker took up this attempt; null where none has
 * @param worker who works on it, or did last
 * @param nextAttemptAt when it is delivered again after a failure
 * @param lastFailure of the attempt before; null where none has failed
 */
record PendingStep(
    @Nullable String server,
    String summary,
    String queue,
    int attempt,
    Instant scheduledAt,
    @Nullable Instant takenAt,
    String worker,
    @Nullable Instant nextAttemptAt,
    @Nullable FailureData lastFailure) {
  @Nullable String lastError() {
    return lastFailure == null ? null : lastFailure.message();
  }
}
