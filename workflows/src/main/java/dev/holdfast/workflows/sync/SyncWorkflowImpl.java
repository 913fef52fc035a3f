package dev.holdfast.workflows.sync;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.sync.Sync;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.sync.SyncOnServer;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Makes a directory on a selection of servers like another; a dry run only compares. */
public final class SyncWorkflowImpl implements Sync {
  private final FleetRun<SyncInput> fleet;

  @WorkflowInit
  public SyncWorkflowImpl(OperationRequest<SyncInput> request) {
    fleet =
        new FleetRun<>(
            request, request.dryRun() ? "Compares the directory" : "Syncs the directory");
  }

  @Override
  public OperationResult run(OperationRequest<SyncInput> request) {
    return fleet.onEach((server, options) ->
        Async.function(Workflow.newChildWorkflowStub(SyncOnServer.class, options)::run, server));
  }
}
