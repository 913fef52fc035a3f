package dev.holdfast.workflows.fetch;

import dev.holdfast.schemas.fetch.Fetch;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.fetch.FetchOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Fetches a file from a selection of servers. */
public final class FetchWorkflowImpl implements Fetch {
  private final FleetRun<FetchInput> fleet;

  @WorkflowInit
  public FetchWorkflowImpl(OperationRequest<FetchInput> request) {
    fleet = new FleetRun<>(request, "Fetches the file");
  }

  @Override
  public OperationResult run(OperationRequest<FetchInput> request) {
    if (request.dryRun()) {
      return fleet.onNone();
    }
    return fleet.onEach((server, options) ->
        Async.function(Workflow.newChildWorkflowStub(FetchOnServer.class, options)::run, server));
  }
}
