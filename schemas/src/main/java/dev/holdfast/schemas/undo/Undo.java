package dev.holdfast.schemas.undo;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Undoes an operation over a selection of servers. */
@WorkflowInterface
public interface Undo {
  @WorkflowMethod(name = "undo")
  OperationResult run(OperationRequest<UndoInput> request);
}
