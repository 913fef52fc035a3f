package dev.holdfast.workflows.diagnosis;

import dev.holdfast.schemas.diagnosis.Diagnose;
import dev.holdfast.schemas.diagnosis.DiagnoseInput;
import dev.holdfast.schemas.diagnosis.DiagnoseOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Finds out what is wrong with a selection of servers. */
public final class DiagnoseWorkflowImpl implements Diagnose {
  private final FleetRun<DiagnoseInput> fleet;

  @WorkflowInit
  public DiagnoseWorkflowImpl(OperationRequest<DiagnoseInput> request) {
    fleet = new FleetRun<>(request, "Diagnoses the servers");
  }

  @Override
  public OperationResult run(OperationRequest<DiagnoseInput> request) {
    if (request.dryRun()) {
      return fleet.onNone();
    }
    return fleet.onEach((server, options) ->
        Async.function(
            Workflow.newChildWorkflowStub(DiagnoseOnServer.class, options)::run, server));
  }
}
