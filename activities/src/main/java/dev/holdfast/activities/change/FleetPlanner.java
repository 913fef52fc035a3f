package dev.holdfast.activities.change;

import dev.holdfast.activities.step.Failures;
import dev.holdfast.activities.step.RecordedSteps;
import dev.holdfast.platform.operation.FleetRows;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.FleetPlanActivities;
import dev.holdfast.schemas.failure.FailureType;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Makes the first plans of many servers at the same time. Thread-safe. */
public final class FleetPlanner implements FleetPlanActivities {
  private static final Duration TICK = Duration.ofMillis(100);

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
    ActivityExecutionContext context = Activity.getExecutionContext();
    // Temporal's test environment counts from 0.
    int delivery = Math.max(1, context.getInfo().getAttempt());
    Queue<String> warnings = new ConcurrentLinkedQueue<>();
    AtomicInteger failed = new AtomicInteger();
    // Platform threads: an interrupt of a virtual one closes the connection that others use.
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.max(1, request.servers().size()),
            Thread.ofPlatform().daemon().name("first-plans-", 1).factory())) {
      try {
        for (String server : request.servers()) {
          threads.execute(() -> {
            FirstPlan plan = new FirstPlan(changes, steps, request, server, delivery);
            FirstPlan.Made made = plan.make();
            record(request, made);
            warnings.addAll(made.warnings());
            failed.addAndGet(made.result().state().bad() ? 1 : 0);
          });
        }
        threads.shutdown();
        while (!threads.awaitTermination(TICK.toMillis(), TimeUnit.MILLISECONDS)) {
          context.heartbeat(null);
        }
      } finally {
        // Does nothing where all have ended.
        threads.shutdownNow();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failures.of(FailureType.UNREACHABLE, "this worker is going down");
    }
    return new Planned(failed.get(), warnings.stream().sorted().toList());
  }

  private void record(PlanServers request, FirstPlan.Made made) {
    if (made.result().state().bad()) {
      operations.recordServers(request.operation(), List.of(made.result()));
    } else {
      rows.planned(request.operation(), made.result());
    }
  }
}
