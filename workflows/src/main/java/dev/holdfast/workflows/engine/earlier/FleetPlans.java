package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.workflows.engine.ChangeFailed;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.Async;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the plans of all servers, without leases: reading disturbs nobody. */
final class FleetPlans<I> {
  /** Servers read at the same time; a plan is one remote execution. */
  private static final int AT_A_TIME = 25;

  private final OperationRequest<I> request;
  private final ServerBoard board;

  FleetPlans(OperationRequest<I> request, ServerBoard board) {
    this.request = request;
    this.board = board;
  }

  /** The plans that could be made; why one could not is on the board. */
  Map<String, PlanSummary> make(Targets targets) {
    board.show("Compares the servers with their desired state");
    Map<String, PlanSummary> plans = new TreeMap<>();
    new SlidingWindow<String>(AT_A_TIME)
        .run(
            targets.names().iterator(),
            server -> Async.procedure(() -> plan(server, targets.queue(server), plans)));
    return plans;
  }

  private void plan(String server, @Nullable String queue, Map<String, PlanSummary> plans) {
    try {
      PlanSummary plan =
          new Steps(request.id(), server, queue)
              .quietly(
                  "plan/first",
                  "Compare " + server + " with its desired state",
                  StepLimits.READ,
                  (changes, step) ->
                      changes.plan(new PlanRequest(step, request.type(), request.input())));
      plans.put(server, plan);
      board.put(
          plan.refusals().isEmpty()
              ? ServerBoard.planned(plan, ServerState.QUEUED, null)
              : ServerBoard.planned(plan, ServerState.FAILED, String.join("; ", plan.refusals())));
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure) {
        throw e;
      }
      board.put(
          new ServerResult(
              server, ChangeFailed.state(e), 0, 0, null, ChangeFailed.words(e, queue)));
    }
  }
}
