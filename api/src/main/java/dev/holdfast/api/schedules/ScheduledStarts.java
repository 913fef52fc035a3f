package dev.holdfast.api.schedules;

import dev.holdfast.api.activities.OperationEnd;
import dev.holdfast.api.activities.PlatformActivities;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.schedule.Schedule;
import dev.holdfast.platform.schedule.ScheduleRun;
import dev.holdfast.platform.schedule.Schedules;
import dev.holdfast.platform.schedule.Timetable;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.schedule.ScheduleActivities;
import java.time.Instant;
import java.util.Optional;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Starts what is due, with the rights that its owner has by then. */
@Component
final class ScheduledStarts implements ScheduleActivities, PlatformActivities {
  private final Schedules schedules;
  private final OperationStarts starts;
  private final OperationEnd ends;
  private final Steerer steerer;
  private final Callers callers;
  private final JsonMapper json;

  ScheduledStarts(
      Schedules schedules,
      OperationStarts starts,
      OperationEnd ends,
      Steerer steerer,
      Callers callers,
      JsonMapper json) {
    this.schedules = schedules;
    this.starts = starts;
    this.ends = ends;
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
    Optional<Caller> owner = callers.acting(schedule.organisation(), schedule.owner());
    if (owner.isEmpty()) {
      return new Started(
          null, "its owner " + schedule.owner() + " may not start operations any more");
    }
    ObjectNode request = (ObjectNode) json.readTree(schedules.request(schedule.id()));
    // By the time that it was due: the same request, however often it is tried.
    request.put("approve", schedule.approves(at));
    try {
      return new Started(
          starts.startScheduled(request, owner.get(), "schedule/" + schedule.id() + "/" + at),
          null);
    } catch (ApiException e) {
      if (e.problem().status() >= 500) {
        throw e;
      }
      return new Started(null, e.problem().inOneLine());
    }
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
    StoredOperation ended = ends.await(operation);
    if (ended.state() == OperationState.FAILED) {
      schedules.failed(operation);
    }
    return new Ended(ended.state().word(), ended.error());
  }

  @Override
  public void cancel(String operation) {
    steerer.cancelUnlessEnded(operation);
  }
}
