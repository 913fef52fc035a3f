package dev.holdfast.workflows.schedule;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.schedule.ScheduleActivities;
import dev.holdfast.schemas.schedule.ScheduleActivities.Due;
import dev.holdfast.schemas.schedule.ScheduleActivities.Ended;
import dev.holdfast.schemas.schedule.ScheduleActivities.Started;
import dev.holdfast.schemas.schedule.ScheduledRun;
import dev.holdfast.workflows.engine.StepLimits;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.SearchAttributeKey;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;

/** Starts the operation, waits for its end, and ends alike. */
public final class ScheduledRunWorkflowImpl implements ScheduledRun {
  /** Set by Temporal: when the schedule was due, whenever it could be started. */
  private static final SearchAttributeKey<OffsetDateTime> DUE =
      SearchAttributeKey.forOffsetDateTime("TemporalScheduledStartTime");

  @Override
  public void run(Request request) {
    Started started =
        activities(StepLimits.ON_PLATFORM, "Start the operation")
            .start(new Due(request.schedule(), due()));
    if (started.operation() == null) {
      if (started.error() != null) {
        throw failure("It could not be started: " + started.error());
      }
      return;
    }
    Ended ended = await(started.operation());
    if (ended.state().equals("failed")) {
      throw failure(
          started.operation()
              + " has failed"
              + (ended.error() == null ? "" : ": " + ended.error()));
    }
  }

  /** A schedule that cancels this one for the next wants the operation to be gone first. */
  private static Ended await(String operation) {
    try {
      return activities(StepLimits.UNTIL_ENDED, "Wait for " + operation).await(operation);
    } catch (TemporalFailure e) {
      if (!(e.getCause() instanceof CanceledFailure) && !(e instanceof CanceledFailure)) {
        throw e;
      }
      Workflow.newDetachedCancellationScope(
              () -> {
                activities(StepLimits.ON_PLATFORM, "Cancel " + operation).cancel(operation);
                activities(StepLimits.UNTIL_ENDED, "Wait for " + operation).await(operation);
              })
          .run();
      throw e;
    }
  }

  private static ScheduleActivities activities(ActivityOptions options, String summary) {
    return Workflow.newActivityStub(
        ScheduleActivities.class, ActivityOptions.newBuilder(options).setSummary(summary).build());
  }

  private static Instant due() {
    OffsetDateTime due = Workflow.getTypedSearchAttributes().get(DUE);
    return due == null
        ? Instant.ofEpochMilli(Workflow.getInfo().getRunStartedTimestampMillis())
        : due.toInstant();
  }

  private static ApplicationFailure failure(String message) {
    return ApplicationFailure.newNonRetryableFailure(
        message, Objects.requireNonNull(FailureType.OPERATION_FAILED.name()));
  }
}
