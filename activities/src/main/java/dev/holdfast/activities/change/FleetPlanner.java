package dev.holdfast.activities.change;

import dev.holdfast.activities.step.AtOnce;
import dev.holdfast.activities.step.RecordedSteps;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.FleetPlanActivities;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the first plans of many servers at the same time. Thread-safe. */
public final class FleetPlanner implements FleetPlanActivities {
  private final ChangeActivities changes;
  private final RecordedSteps steps;
  private final Operations operations;
  private final FleetRows rows;

  /**
   * @param changes makes the plan of one server
   */
  public FleetPlanner(
      ChangeActivities changes, RecordedSteps steps, Operations operations, FleetRows rows) {
    this.changes = changes;
    this.steps = steps;
    this.operations = operations;
    this.rows = rows;
  }

  @Override
  public Planned planServers(PlanServers request) {
    // Temporal's test environment counts from 0.
    int delivery = Math.max(1, Activity.getExecutionContext().getInfo().getAttempt());
    Queue<String> warnings = new ConcurrentLinkedQueue<>();
    AtomicInteger failed = new AtomicInteger();
    AtOnce.each(
        "first-plans",
        request.servers().size(),
        request.servers(),
        server -> {
          FirstPlan.Made made = new FirstPlan(server, () -> plan(request, server, delivery)).make();
          record(request, made);
          warnings.addAll(made.warnings());
          failed.addAndGet(made.result().state().bad() ? 1 : 0);
        });
    return new Planned(failed.get(), warnings.stream().sorted().toList());
  }

  private PlanSummary plan(PlanServers request, String server, int delivery) {
    Step step =
        new Step(
            request.operation(),
            server,
            KEY,
            1,
            0,
            "Compare " + server + " with its desired state");
    PlanRequest one = new PlanRequest(step, request.operationType(), request.input());
    return steps.run(step, delivery, one, () -> changes.plan(one));
  }

  private void record(PlanServers request, FirstPlan.Made made) {
    if (made.result().state().bad()) {
      operations.recordServers(request.operation(), List.of(made.result()));
    } else {
      rows.planned(request.operation(), made.result());
    }
  }
}
