package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ChangeActivities.CloseRequest;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.Steering.Decision;
import io.temporal.failure.ActivityFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Workflow;
import org.jspecify.annotations.Nullable;

/** Changes one server: lease, plan, hash check, each group of changes, verification, release. */
public final class ServerChange<I> {
  private final OperationRequest<I> operation;
  private final String server;
  private final Records records;
  private final Steps steps;
  private final SteeringHandlers steering = SteeringHandlers.listen();
  private PlanSummary plan;

  public ServerChange(ServerChangeRequest<I> request) {
    this.operation = request.operation();
    this.server = request.server();
    this.records = new Records(operation.id());
    this.steps = new Steps(operation.id(), server);
    this.plan = Plans.none(server, request.planHash());
  }

  /** Runs the change; a server that fails is a result, only cancellation ends it otherwise. */
  public ServerResult run() {
    steps.now("Wait for the lease of " + server);
    records.server(result(OperationState.QUEUED, null));
    ServerResult result;
    try {
      result = underLease();
    } catch (CanceledFailure cancelled) {
      Workflow.newDetachedCancellationScope(
              () -> records.server(result(OperationState.CANCELLED, null)))
          .run();
      throw cancelled;
    }
    records.server(result);
    steps.now(result.error() == null ? "Done: " + result.changes() + " changes" : "Failed");
    return result;
  }

  private ServerResult underLease() {
    Lease lease = Lease.request(server, operation.priority());
    try {
      steps.fencedBy(lease.await());
      records.server(result(OperationState.RUNNING, null));
      return change();
    } catch (ActivityFailure e) {
      if (e.getCause() instanceof CanceledFailure cancelled) {
        throw cancelled;
      }
      return result(OperationState.FAILED, ChangeFailed.words(e));
    } catch (CanceledFailure e) {
      throw e;
    } catch (TemporalFailure e) {
      return result(OperationState.FAILED, ChangeFailed.words(e));
    } finally {
      Workflow.newDetachedCancellationScope(
              () -> {
                if (closed()) {
                  lease.release();
                }
              })
          .run();
    }
  }

  private ServerResult change() {
    String approved = plan.hash();
    plan = plan("plan", "Compare " + server + " with what it should be, under its lease");
    if (!plan.refusals().isEmpty()) {
      throw ChangeFailed.because(FailureType.REFUSED, String.join("; ", plan.refusals()));
    }
    if (plan.changes() > 0 && !plan.hash().equals(approved) && !operation.approved()) {
      askAgain();
    }
    for (PlanSummary.Group group : plan.groups()) {
      new GroupApplication(steps, plan.hash(), group).run();
    }
    if (plan.changes() > 0) {
      verify();
    }
    return result(OperationState.SUCCEEDED, null);
  }

  /**
   * The server has moved since its plan was approved: what was approved is not what would happen.
   */
  private void askAgain() {
    steering.expect(plan.hash());
    steps.now("The plan has moved since it was approved: wait for a decision on " + plan.hash());
    records.server(result(OperationState.AWAITING_APPROVAL, null));
    Decision rejection = steering.decision();
    if (rejection != null) {
      throw ChangeFailed.because(
          FailureType.REFUSED, "rejected by " + rejection.by() + ": " + rejection.reason());
    }
    records.server(result(OperationState.RUNNING, null));
  }

  private void verify() {
    PlanSummary left = plan("verify", "Verify that " + server + " is as it should be");
    if (left.changes() > 0) {
      throw ChangeFailed.because(
          FailureType.COMMAND_FAILED,
          "%d changes were made, but %d are still to be made: holdfast ops plan %s --server %s"
              .formatted(plan.changes(), left.changes(), operation.id(), server));
    }
  }

  private PlanSummary plan(String key, String summary) {
    return steps.run(
        key,
        1,
        summary,
        StepLimits.READ,
        (changes, step) ->
            changes.plan(new PlanRequest(step, operation.type(), operation.input())));
  }

  /**
   * Nothing may be left running unattended, whatever happened. Where the server cannot be reached
   * the lease is not given back: its workflow sees that we have ended, and goes on trying.
   */
  private boolean closed() {
    if (plan.changes() == 0) {
      return true;
    }
    try {
      steps.run(
          "close",
          1,
          "Leave nothing of this operation running on " + server,
          StepLimits.CLOSE,
          (changes, step) -> {
            changes.close(new CloseRequest(step));
            return step;
          });
      return true;
    } catch (ActivityFailure unreachable) {
      Workflow.getLogger(ServerChange.class)
          .warn("Could not close {}: {}", server, ChangeFailed.words(unreachable));
      return false;
    }
  }

  private ServerResult result(OperationState state, @Nullable String error) {
    int changes = state == OperationState.SUCCEEDED ? plan.changes() : 0;
    return new ServerResult(server, state, changes, plan.unchanged(), plan.hash(), error);
  }
}
