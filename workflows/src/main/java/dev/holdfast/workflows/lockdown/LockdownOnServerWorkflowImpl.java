package dev.holdfast.workflows.lockdown;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.lockdown.LockdownOnServer;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Locks down sshd on one server. */
public final class LockdownOnServerWorkflowImpl implements LockdownOnServer {
  private final ServerChange<LockdownInput> change;

  @WorkflowInit
  public LockdownOnServerWorkflowImpl(ServerChangeRequest<LockdownInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<LockdownInput> request) {
    return change.run();
  }
}
