package dev.holdfast.workflows.copy;

import dev.holdfast.schemas.copy.Copy;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.copy.CopyOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Copies a file to a selection of servers. */
public final class CopyWorkflowImpl implements Copy {
  private final FleetRun<CopyInput> fleet;

  @WorkflowInit
  public CopyWorkflowImpl(OperationRequest<CopyInput> request) {
    fleet = new FleetRun<>(request, "Copies the file");
  }

  @Override
  public OperationResult run(OperationRequest<CopyInput> request) {
    if (request.dryRun()) {
      return fleet.onNone();
    }
    return fleet.onEach((server, options) ->
        Async.function(Workflow.newChildWorkflowStub(CopyOnServer.class, options)::run, server));
  }
}
