package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.stack.remove.RemoveStack;
import dev.holdfast.schemas.stack.remove.RemoveStackInput;
import dev.holdfast.schemas.stack.remove.RemoveStackOnServer;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Removes a stack of containers from a selection of servers. */
public final class RemoveStackWorkflowImpl implements RemoveStack {
  private final Fleet<RemoveStackInput> fleet;

  @WorkflowInit
  public RemoveStackWorkflowImpl(OperationRequest<RemoveStackInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(RemoveStackOnServer.class, options)::run,
                    server));
  }

  @Override
  public OperationResult run(OperationRequest<RemoveStackInput> request) {
    return fleet.run();
  }
}
