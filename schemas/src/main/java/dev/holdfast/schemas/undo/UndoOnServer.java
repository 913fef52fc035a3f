package dev.holdfast.schemas.undo;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Undoes an operation on one server. */
@WorkflowInterface
public interface UndoOnServer {
  @WorkflowMethod(name = "undo-server")
  ServerResult run(ServerChangeRequest<UndoInput> request);
}
