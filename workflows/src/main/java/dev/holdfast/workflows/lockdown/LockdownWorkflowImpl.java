package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.lockdown.Lockdown;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.lockdown.LockdownOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Locks down sshd over a selection of servers. */
public final class LockdownWorkflowImpl implements Lockdown {
  private final Fleet<LockdownInput> fleet;

  @WorkflowInit
  public LockdownWorkflowImpl(OperationRequest<LockdownInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(LockdownOnServer.class, options)::run, server));
  }

  @Override
  public OperationResult run(OperationRequest<LockdownInput> request) {
    return fleet.run();
  }
}
