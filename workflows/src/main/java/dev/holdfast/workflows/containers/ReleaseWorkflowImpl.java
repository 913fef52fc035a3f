package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.release.Release;
import dev.holdfast.schemas.containers.release.ReleaseInput;
import dev.holdfast.schemas.containers.release.ReleaseOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Releases a container from its quarantine on a selection of servers. */
public final class ReleaseWorkflowImpl implements Release {
  private final FleetRun<ReleaseInput> fleet;

  @WorkflowInit
  public ReleaseWorkflowImpl(OperationRequest<ReleaseInput> request) {
    fleet = new FleetRun<>(request, "Releases the container");
  }

  /** A dry run looks on each server, too: what is restored depends on the container. */
  @Override
  public OperationResult run(OperationRequest<ReleaseInput> request) {
    return fleet.onEach((server, options) ->
        Async.function(Workflow.newChildWorkflowStub(ReleaseOnServer.class, options)::run, server));
  }
}
