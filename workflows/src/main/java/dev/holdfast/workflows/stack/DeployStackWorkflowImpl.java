package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.stack.DeployStack;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackOnServer;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Deploys a stack of containers on a selection of servers. */
public final class DeployStackWorkflowImpl implements DeployStack {
  private final Fleet<DeployStackInput> fleet;

  @WorkflowInit
  public DeployStackWorkflowImpl(OperationRequest<DeployStackInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(DeployStackOnServer.class, options)::run,
                    server));
  }

  @Override
  public OperationResult run(OperationRequest<DeployStackInput> request) {
    return fleet.run();
  }
}
