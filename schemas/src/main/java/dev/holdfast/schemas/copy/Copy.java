package dev.holdfast.schemas.copy;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Copies a file to a selection of servers. */
@WorkflowInterface
public interface Copy {

  @WorkflowMethod(name = "copy")
  OperationResult run(OperationRequest<CopyInput> request);
}
