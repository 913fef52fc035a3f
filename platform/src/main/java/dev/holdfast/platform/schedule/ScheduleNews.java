package dev.holdfast.platform.schedule;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells of schedules that came to nothing. */
final class ScheduleNews {
  private ScheduleNews() {}

  /** Tells it of the schedule that has started an operation, unless that was told before. */
  static void failed(Handle handle, String operation) {
    // Locked, so that of two who say it at once the second sees what the first has told.
    handle
        .createQuery("select schedule from schedule_runs where operation = :operation for update")
        .bind("operation", operation)
        .mapTo(String.class)
        .findFirst()
        .filter(schedule -> !told(handle, operation))
        .ifPresent(schedule -> failed(handle, schedule, operation));
  }

  private static boolean told(Handle handle, String operation) {
    return handle
        .createQuery(
            "select exists (select from events where operation = :operation and kind = :kind)")
        .bind("operation", operation)
        .bind("kind", EventKind.SCHEDULE_FAILED.word())
        .mapTo(Boolean.class)
        .one();
  }

  /**
   * Tells it of a schedule.
   *
   * @param operation that has failed; null where none could be started
   */
  static void failed(Handle handle, String schedule, @Nullable String operation) {
    handle
        .createQuery("select * from schedules where id = :id")
        .bind("id", schedule)
        .map((rs, context) -> Schedules.read(rs))
        .findOne()
        .ifPresent(found ->
            Outbox.record(
                handle,
                new NewEvent(
                    EventKind.SCHEDULE_FAILED,
                    found.organisation(),
                    "schedule/" + found.id(),
                    operation,
                    null,
                    Map.of("schedule", found.name(), "pauses", found.timing().pauseOnFailure()))));
  }
}
