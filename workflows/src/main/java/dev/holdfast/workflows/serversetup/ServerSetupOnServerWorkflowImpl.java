package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.schemas.serversetup.ServerSetupOnServer;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Sets up servers on one server. */
public final class ServerSetupOnServerWorkflowImpl implements ServerSetupOnServer {
  private final ServerChange<ServerSetupInput> change;

  @WorkflowInit
  public ServerSetupOnServerWorkflowImpl(ServerChangeRequest<ServerSetupInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<ServerSetupInput> request) {
    return change.run();
  }
}
