package dev.holdfast.api.schedules;

import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.Schedules;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Brings Temporal what the database says: the row is first, so that a schedule that somebody was
 * told of is never lost, and Temporal follows as soon as it can be reached.
 */
@Component
public final class ScheduleSync implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ScheduleSync.class);
  private static final Duration EVERY = Duration.ofSeconds(10);

  /** Which days need a time of their own is known for years only, and zones change their rules. */
  private static final Duration VALID = Duration.ofDays(7);

  private final Schedules schedules;
  private final TemporalSchedules temporal;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("schedule-sync").factory());

  ScheduleSync(Schedules schedules, TemporalSchedules temporal) {
    this.schedules = schedules;
    this.temporal = temporal;
  }

  /** Syncs from now on, every few seconds. */
  public void start() {
    var _ = timer.scheduleWithFixedDelay(this::all, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Brings Temporal one schedule now; false if it has to be tried again. */
  boolean sync(Schedule schedule) {
    try {
      temporal.put(schedule, Instant.now());
      schedules.synced(schedule.id());
      return true;
    } catch (RuntimeException e) {
      LOG.warn("Schedule {} is not in Temporal yet: {}", schedule.name(), e.toString());
      return false;
    }
  }

  /** Has Temporal forget a schedule that is removed; false if it has to be tried again. */
  boolean remove(String id) {
    try {
      temporal.remove(id);
      schedules.purge(id);
      return true;
    } catch (RuntimeException e) {
      LOG.warn("Schedule {} is still in Temporal: {}", id, e.toString());
      return false;
    }
  }

  private void all() {
    try {
      schedules.removed().forEach(this::remove);
      schedules.unsynced(VALID).forEach(this::sync);
    } catch (RuntimeException e) {
      LOG.warn("Schedules could not be synced, again in a moment: {}", e.toString());
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
