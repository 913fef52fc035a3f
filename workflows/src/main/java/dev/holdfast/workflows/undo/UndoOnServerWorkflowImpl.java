package dev.holdfast.workflows.undo;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.undo.UndoInput;
import dev.holdfast.schemas.undo.UndoOnServer;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Undoes an operation on one server. */
public final class UndoOnServerWorkflowImpl implements UndoOnServer {
  private final ServerChange<UndoInput> change;

  @WorkflowInit
  public UndoOnServerWorkflowImpl(ServerChangeRequest<UndoInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<UndoInput> request) {
    return change.run();
  }
}
