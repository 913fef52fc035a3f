package dev.holdfast.schemas.reboot;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Reboots a selection of servers. */
@WorkflowInterface
public interface Reboot {
  @WorkflowMethod(name = "reboot")
  OperationResult run(OperationRequest<RebootInput> request);
}
