package dev.holdfast.schemas.lockdown;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Locks down sshd on one server. */
@WorkflowInterface
public interface LockdownOnServer {

  @WorkflowMethod(name = "lockdown-server")
  ServerResult run(ServerChangeRequest<LockdownInput> request);
}
