package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Compared;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering.Decision;
import org.jspecify.annotations.Nullable;

/** Changes one server: lease, plan, hash check, each group of changes, verification, release. */
public final class ServerChange<I> implements LeasedServer.Change {
  private final OperationRequest<I> operation;
  private final String server;
  private final Records records;
  private final Steps steps;
  private final @Nullable String queue;
  private final @Nullable Integer attempt;
  private final SteeringHandlers steering = SteeringHandlers.listen();
  private final @Nullable Making making;
  private PlanSummary plan;

  /** Makes the changes of an approved plan in a way of its own; they are not verified by a plan. */
  @FunctionalInterface
  public interface Making {
    void make(Steps steps, PlanSummary plan);
  }

  public ServerChange(ServerChangeRequest<I> request) {
    this(request, null);
  }

  /**
   * @param making makes the changes; null for one group after the other
   */
  public ServerChange(ServerChangeRequest<I> request, @Nullable Making making) {
    this.making = making;
    this.operation = request.operation();
    this.server = request.server();
    this.queue = request.queue();
    this.attempt = request.attempt();
    this.records = new Records(operation.id(), request.attempt());
    this.steps = new Steps(operation.id(), server, queue, request.attempt());
    this.plan = PlanOutcomes.none(server, request.planHash());
  }

  /** Runs the change; one that fails ends as {@link ServerEnd} says. */
  public ServerResult run() {
    ServerResult result =
        new LeasedServer(server, queue, operation.priority(), records, steps).run(this);
    steps.now(result.error() == null ? "Done: " + result.changes() + " changes" : "Failed");
    return ServerEnd.of(result, attempt);
  }

  @Override
  public ServerResult make() {
    String approved = plan.hash();
    plan = plan("plan", "Compare " + server + " with its desired state, under its lease");
    if (!plan.refusals().isEmpty()) {
      throw ChangeFailed.because(FailureType.REFUSED, String.join("; ", plan.refusals()));
    }
    if (plan.changes() > 0
        && !plan.hash().equals(approved)
        && !operation.approved()
        && !reviewed()) {
      askAgain();
    }
    if (making == null) {
      for (PlanSummary.Group group : plan.groups()) {
        GroupApplication.of(steps, plan.hash(), group).run();
      }
      if (plan.changes() > 0) {
        verify();
      }
    } else if (plan.changes() > 0) {
      making.make(steps, plan);
    }
    return result(PlanOutcomes.done(plan), null);
  }

  /** Whether its runbook was approved with what follows from it, and this does. */
  private boolean reviewed() {
    return PlanComparison.compare(operation, new Compared(operation.id(), server, plan.hash()))
        .approved();
  }

  /**
   * The server has moved since its plan was approved: what was approved is not what would happen.
   */
  private void askAgain() {
    steering.expect(plan.hash());
    steps.now("The plan has changed since it was approved: wait for a decision on " + plan.hash());
    records.server(result(ServerState.AWAITING_APPROVAL, null));
    Decision rejection = steering.decision();
    if (rejection != null) {
      throw ChangeFailed.rejected(rejection);
    }
    records.server(result(ServerState.RUNNING, null));
  }

  private void verify() {
    PlanSummary left = plan("verify", "Verify that " + server + " is in its desired state");
    if (left.changes() > 0) {
      throw ChangeFailed.because(
          FailureType.COMMAND_FAILED,
          "%d changes were made, but %d are still to be made: holdfast ops plan %s --server %s"
              .formatted(plan.changes(), left.changes(), operation.id(), server));
    }
    if (!left.refusals().isEmpty()) {
      throw ChangeFailed.because(
          FailureType.COMMAND_FAILED,
          "the changes were made and do not have their effect: "
              + String.join("; ", left.refusals()));
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

  @Override
  public boolean begun() {
    return plan.changes() > 0;
  }

  @Override
  public ServerResult result(ServerState state, @Nullable String error) {
    int changes = state == ServerState.SUCCEEDED ? plan.changes() : 0;
    String hash = plan.hash().isEmpty() ? null : plan.hash();
    return new ServerResult(server, state, changes, plan.unchanged(), hash, error);
  }
}
