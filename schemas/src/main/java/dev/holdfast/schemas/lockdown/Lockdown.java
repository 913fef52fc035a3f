package dev.holdfast.schemas.lockdown;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Locks down sshd over a selection of servers. */
@WorkflowInterface
public interface Lockdown {

  @WorkflowMethod(name = "lockdown")
  OperationResult run(OperationRequest<LockdownInput> request);
}
