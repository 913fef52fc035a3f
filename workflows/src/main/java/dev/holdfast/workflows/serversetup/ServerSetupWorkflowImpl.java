package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.serversetup.ServerSetup;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.schemas.serversetup.ServerSetupOnServer;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Sets up servers over a selection of servers. */
public final class ServerSetupWorkflowImpl implements ServerSetup {
  private final Fleet<ServerSetupInput> fleet;

  @WorkflowInit
  public ServerSetupWorkflowImpl(OperationRequest<ServerSetupInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(ServerSetupOnServer.class, options)::run,
                    server));
  }

  @Override
  public OperationResult run(OperationRequest<ServerSetupInput> request) {
    return fleet.run();
  }
}
