package dev.holdfast.workflows.stack;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.stack.DeployStackInput;
import dev.holdfast.schemas.stack.DeployStackOnServer;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Deploys a stack of containers on one server. */
public final class DeployStackOnServerWorkflowImpl implements DeployStackOnServer {
  private final ServerChange<DeployStackInput> change;

  @WorkflowInit
  public DeployStackOnServerWorkflowImpl(ServerChangeRequest<DeployStackInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<DeployStackInput> request) {
    return change.run();
  }
}
