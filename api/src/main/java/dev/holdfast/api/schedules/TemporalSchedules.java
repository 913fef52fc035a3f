package dev.holdfast.api.schedules;

import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.Timing;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.schedule.ScheduledRun;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleAlreadyRunningException;
import io.temporal.client.schedules.ScheduleBackfill;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleDescription;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The schedules as Temporal has them, which keeps the time. */
@Component
final class TemporalSchedules {
  private static final Logger LOG = LoggerFactory.getLogger(TemporalSchedules.class);
  private static final int LONGEST_SUMMARY = 160;

  private final ScheduleClient client;

  TemporalSchedules(TemporalConnection temporal) {
    this.client =
        ScheduleClient.newInstance(
            temporal.service(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(temporal.client().getOptions().getNamespace())
                .setDataConverter(temporal.client().getOptions().getDataConverter())
                .build());
  }

  /**
   * Whether a schedule fires.
   *
   * @param note why it does not; null where it does
   */
  record State(String word, @Nullable String note) {
    boolean paused() {
      return word.equals("paused");
    }
  }

  /**
   * Has Temporal know this schedule; one that it knows gets the timing, and stays paused if it is.
   *
   * @throws RuntimeException if Temporal cannot be reached or refuses
   */
  void put(Schedule schedule, Instant now) {
    var wanted = temporal(schedule, now);
    try {
      client.createSchedule(schedule.id(), wanted, ScheduleOptions.newBuilder().build());
    } catch (ScheduleAlreadyRunningException e) {
      client
          .getHandle(schedule.id())
          .update(known ->
              new ScheduleUpdate(
                  io.temporal.client.schedules.Schedule.newBuilder(
                          known.getDescription().getSchedule())
                      .setSpec(wanted.getSpec())
                      .setPolicy(wanted.getPolicy())
                      .build()));
    }
  }

  /**
   * Has Temporal forget a schedule; one that it does not know is gone.
   *
   * @throws RuntimeException if Temporal cannot be reached
   */
  void remove(String id) {
    try {
      client.getHandle(id).delete();
    } catch (ScheduleException e) {
      if (status(e) != Status.Code.NOT_FOUND) {
        throw e;
      }
    }
  }

  /** Never fails: a list of schedules is worth seeing without Temporal. */
  State state(Schedule schedule) {
    if (schedule.syncedAt() == null) {
      return new State("pending", "Temporal has not been reached yet; it is tried again.");
    }
    try {
      ScheduleDescription known = client.getHandle(schedule.id()).describe();
      var state = known.getSchedule().getState();
      return state != null && state.isPaused()
          ? new State("paused", state.getNote())
          : new State("active", null);
    } catch (RuntimeException e) {
      LOG.warn("The state of schedule {} is unknown", schedule.name(), e);
      return new State("unknown", "Temporal cannot be reached.");
    }
  }

  void pause(Schedule schedule, String note) {
    ask(schedule, handle -> handle.pause(note));
  }

  void resume(Schedule schedule, String note) {
    ask(schedule, handle -> handle.unpause(note));
  }

  void trigger(Schedule schedule) {
    ask(schedule, ScheduleHandle::trigger);
  }

  /** Has it fire for the times that were due in between, as its overlap policy allows. */
  void backfill(Schedule schedule, Instant from, Instant to) {
    ask(
        schedule,
        // Its bounds are exclusive and inclusive; the first second belongs to it.
        handle -> handle.backfill(List.of(new ScheduleBackfill(from.minusSeconds(1), to))));
  }

  private void ask(Schedule schedule, Consumer<ScheduleHandle> what) {
    if (schedule.syncedAt() == null) {
      throw ApiException.unavailable(
          "temporal-unavailable",
          "Temporal does not have schedule '"
              + schedule.name()
              + "' yet, because it could not be reached; try again in a moment.");
    }
    try {
      what.accept(client.getHandle(schedule.id()));
    } catch (ScheduleException | StatusRuntimeException e) {
      LOG.warn("Schedule {} could not be asked: {}", schedule.name(), e.toString());
      throw ApiException.unavailable(
          "temporal-unavailable", "Temporal cannot be reached; try again in a moment.");
    }
  }

  private static io.temporal.client.schedules.Schedule temporal(Schedule schedule, Instant now) {
    Timing timing = schedule.timing();
    String summary =
        "Schedule %s: %s on %s"
            .formatted(schedule.name(), schedule.operation(), schedule.selector());
    return io.temporal.client.schedules.Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(ScheduledRun.class)
                .setArguments(new ScheduledRun.Request(schedule.id()))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId("schedule/" + schedule.id())
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setStaticSummary(
                            summary.length() <= LONGEST_SUMMARY
                                ? summary
                                : summary.substring(0, LONGEST_SUMMARY - 1) + "…")
                        // Without details, the SDK cannot read the summary back.
                        .setStaticDetails(
                            "Starts **%s** on `%s` with the rights of **%s**."
                                .formatted(
                                    schedule.operation(), schedule.selector(), schedule.owner()))
                        .build())
                .build())
        .setSpec(TemporalSpec.of(timing, now))
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(policy(timing.overlap()))
                .setCatchupWindow(Duration.ofSeconds(timing.catchUpSeconds()))
                .setPauseOnFailure(timing.pauseOnFailure())
                .build())
        .build();
  }

  private static ScheduleOverlapPolicy policy(Timing.Overlap overlap) {
    return switch (overlap) {
      case SKIP -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_SKIP;
      case BUFFER_ONE -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE;
      case BUFFER_ALL -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ALL;
      case CANCEL_OTHER -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_CANCEL_OTHER;
      case ALLOW -> ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_ALLOW_ALL;
    };
  }

  private static Status.@Nullable Code status(ScheduleException e) {
    return e.getCause() instanceof StatusRuntimeException grpc ? grpc.getStatus().getCode() : null;
  }
}
