package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.stack.remove.RemoveStackInput;
import dev.holdfast.schemas.stack.remove.RemoveStackOnServer;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Removes a stack of containers from one server. */
public final class RemoveStackOnServerWorkflowImpl implements RemoveStackOnServer {
  private final ServerChange<RemoveStackInput> change;

  @WorkflowInit
  public RemoveStackOnServerWorkflowImpl(ServerChangeRequest<RemoveStackInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<RemoveStackInput> request) {
    return change.run();
  }
}
