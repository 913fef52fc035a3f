package dev.holdfast.api.schedules;

import dev.holdfast.platform.schedule.Timing;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A schedule that is asked for.
 *
 * @param operation what it starts, as the body of {@code POST /operations}
 * @param approveUntil until when its plans are approved without review; at most a year
 */
record ScheduleRequest(
    @Nullable String name,
    @Nullable JsonNode operation,
    @Nullable String cron,
    @Nullable Long everySeconds,
    @Nullable String zone,
    @Nullable Integer jitterSeconds,
    Timing.@Nullable Overlap overlap,
    @Nullable Integer catchUpSeconds,
    @Nullable Boolean pauseOnFailure,
    @Nullable Instant approveUntil) {

  /**
   * @throws IllegalArgumentException that begins with the field's name
   */
  Timing timing() {
    return Timing.of(
        cron, everySeconds, zone, jitterSeconds, overlap, catchUpSeconds, pauseOnFailure);
  }
}
