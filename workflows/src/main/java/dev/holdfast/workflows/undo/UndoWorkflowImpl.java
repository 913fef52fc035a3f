package dev.holdfast.workflows.undo;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.undo.Undo;
import dev.holdfast.schemas.undo.UndoInput;
import dev.holdfast.schemas.undo.UndoOnServer;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Undoes an operation over a selection of servers. */
public final class UndoWorkflowImpl implements Undo {
  private final Fleet<UndoInput> fleet;

  @WorkflowInit
  public UndoWorkflowImpl(OperationRequest<UndoInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(UndoOnServer.class, options)::run, server));
  }

  @Override
  public OperationResult run(OperationRequest<UndoInput> request) {
    return fleet.run();
  }
}
