package dev.holdfast.api.schedules;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.ScheduleRun;
import dev.holdfast.platform.schedule.Timing;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A schedule as clients see it.
 *
 * @param state {@code active}, {@code paused}, {@code pending} where Temporal was not reached yet,
 *     {@code unknown} where it cannot be reached now
 * @param note why it is paused; null where it is not
 * @param next when it fires next, without jitter; none while it is paused
 * @param runs the last ones, newest first; only where one schedule is read
 */
record ScheduleDocument(
    String name,
    String id,
    String operation,
    String selector,
    String owner,
    String state,
    @Nullable String note,
    Timing timing,
    @Nullable Instant approvedUntil,
    List<Instant> next,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<ScheduleRun> runs,
    Instant createdAt) {

  static ScheduleDocument of(
      Schedule schedule,
      TemporalSchedules.State state,
      List<Instant> next,
      @Nullable List<ScheduleRun> runs) {
    return new ScheduleDocument(
        schedule.name(),
        schedule.id(),
        schedule.operation(),
        schedule.selector(),
        schedule.owner(),
        state.word(),
        state.note(),
        schedule.timing(),
        schedule.approvedUntil(),
        state.paused() ? List.of() : next,
        runs,
        schedule.createdAt());
  }
}
