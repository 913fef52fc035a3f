package dev.holdfast.schemas.stack.remove;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Removes a stack from a selection of servers. */
@WorkflowInterface
public interface RemoveStack {

  @WorkflowMethod(name = "remove-stack")
  OperationResult run(OperationRequest<RemoveStackInput> request);
}
