package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.ChangeActivities.PlanRequest;
import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackOnServer;
import dev.holdfast.workflows.engine.ChangeFailed;
import dev.holdfast.workflows.engine.ServerChange;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.Steps;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Deploys a stack of containers on one server, its tools three at a time. */
public final class DeployStackOnServerWorkflowImpl implements DeployStackOnServer {
  private static final int AT_ONCE = 3;

  private final OperationRequest<DeployStackInput> operation;
  private final ServerChange<DeployStackInput> change;

  @WorkflowInit
  public DeployStackOnServerWorkflowImpl(ServerChangeRequest<DeployStackInput> request) {
    operation = request.operation();
    change = new ServerChange<>(request, this::make);
  }

  @Override
  public ServerResult run(ServerChangeRequest<DeployStackInput> request) {
    return change.run();
  }

  private void make(Steps steps, PlanSummary plan) {
    // What was begun by a version that deployed one tool after the other goes on so.
    int version = Workflow.getVersion("tools-at-once", Workflow.DEFAULT_VERSION, 1);
    new GroupsAtOnce(steps, plan, version == Workflow.DEFAULT_VERSION ? 1 : AT_ONCE).make();
    verify(steps, plan);
  }

  private void verify(Steps steps, PlanSummary made) {
    PlanSummary left =
        steps.run(
            ChangeActivities.class,
            "verify",
            1,
            "Verify that " + made.server() + " is in its desired state",
            StepLimits.READ,
            (changes, step) ->
                changes.plan(new PlanRequest(step, operation.type(), operation.input())));
    if (left.changes() > 0) {
      throw ChangeFailed.because(
          FailureType.COMMAND_FAILED,
          "%d changes were made, but %d are still to be made: holdfast ops plan %s --server %s"
              .formatted(made.changes(), left.changes(), operation.id(), made.server()));
    }
    if (!left.refusals().isEmpty()) {
      throw ChangeFailed.because(
          FailureType.COMMAND_FAILED,
          "the changes were made and do not have their effect: "
              + String.join("; ", left.refusals()));
    }
  }
}
