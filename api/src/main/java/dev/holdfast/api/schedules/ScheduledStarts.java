package dev.holdfast.api.schedules;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.Problem;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.ScheduleRun;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.platform.schedule.Timetable;
import dev.holdfast.schemas.schedule.ScheduleActivities;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Starts what is due, with the rights that its owner has by then. */
@Component
final class ScheduledStarts implements ScheduleActivities {
  private static final Duration LOOK = Duration.ofSeconds(2);

  private final Schedules schedules;
  private final OperationStarts starts;
  private final Operations operations;
  private final Steerer steerer;
  private final Callers callers;
  private final JsonMapper json;

  ScheduledStarts(
      Schedules schedules,
      OperationStarts starts,
      Operations operations,
      Steerer steerer,
      Callers callers,
      JsonMapper json) {
    this.schedules = schedules;
    this.starts = starts;
    this.operations = operations;
    this.steerer = steerer;
    this.callers = callers;
    this.json = json;
  }

  @Override
  public Started start(Due due) {
    Optional<ScheduleRun> before = schedules.run(due.schedule(), due.at());
    if (before.isPresent()) {
      return new Started(before.get().operation(), before.get().error());
    }
    Schedule schedule = schedules.find(due.schedule()).orElse(null);
    if (schedule == null || isRepetition(schedule, due.at())) {
      return new Started(null, null);
    }
    Started started = start(schedule, due.at());
    schedules.record(schedule.id(), due.at(), started.operation(), started.error());
    return started;
  }

  private Started start(Schedule schedule, Instant at) {
    Optional<Caller> owner = callers.acting(schedule.owner());
    if (owner.isEmpty()) {
      return new Started(
          null, "its owner " + schedule.owner() + " may not start operations any more");
    }
    ObjectNode request = (ObjectNode) json.readTree(schedules.request(schedule.id()));
    // By the time that it was due: the same request, however often it is tried.
    request.put("approve", schedule.approves(at));
    try {
      return new Started(
          starts.start(request, owner.get(), "schedule/" + schedule.id() + "/" + at), null);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      return new Started(null, summary(e.problem()));
    }
  }

  private static String summary(Problem problem) {
    String fields =
        problem.errors().stream()
            .map(error -> error.field() + ": " + error.message())
            .collect(Collectors.joining("; "));
    return fields.isEmpty() ? String.valueOf(problem.detail()) : fields;
  }

  /** The clock shows this time for the second time, and it fired the first time. */
  private boolean isRepetition(Schedule schedule, Instant at) {
    if (!(schedule.timing().timetable() instanceof Timetable.Clock clock) || clock.fires(at)) {
      return false;
    }
    Instant first = at.atZone(clock.zone()).withEarlierOffsetAtOverlap().toInstant();
    return schedules.run(schedule.id(), first).isPresent();
  }

  @Override
  public Ended await(String operation) {
    ActivityExecutionContext context = Activity.getExecutionContext();
    while (true) {
      StoredOperation stored =
          operations
              .find(operation)
              .orElseThrow(() ->
                  ApplicationFailure.newNonRetryableFailure(
                      "There is no operation " + operation + " any more", "UnknownOperation"));
      if (stored.state().ended()) {
        return new Ended(stored.state().word(), stored.error());
      }
      // Throws where the wait is cancelled.
      context.heartbeat(stored.state().word());
      try {
        TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Activity.wrap(e);
      }
    }
  }

  @Override
  public void cancel(String operation) {
    try {
      steerer.cancel(operation);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      // It has ended by itself.
    }
  }
}
