package dev.holdfast.schemas.schedule;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What the API does for schedules: it knows who may start what. */
@ActivityInterface
public interface ScheduleActivities {

  /** Starts the operation of a schedule, once for each time. */
  @ActivityMethod(name = "StartScheduled")
  Started start(Due due);

  /** Waits until an operation has ended. */
  @ActivityMethod(name = "AwaitOperation")
  Ended await(String operation);

  /** Cancels an operation, unless it has ended. */
  @ActivityMethod(name = "CancelOperation")
  void cancel(String operation);

  /**
   * @param schedule its id
   * @param at when it was due
   */
  record Due(String schedule, Instant at) {}

  /**
   * @param operation null if none was started
   * @param error why none was started; null also where nothing was to be started
   */
  record Started(@Nullable String operation, @Nullable String error) {}

  /**
   * @param state the word of its last state
   * @param error null unless it failed as a whole
   */
  record Ended(String state, @Nullable String error) {}
}
