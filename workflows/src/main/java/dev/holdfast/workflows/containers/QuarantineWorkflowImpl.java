package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.quarantine.Quarantine;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.containers.quarantine.QuarantineOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Isolates a container on a selection of servers. */
public final class QuarantineWorkflowImpl implements Quarantine {
  private final FleetRun<QuarantineInput> fleet;

  @WorkflowInit
  public QuarantineWorkflowImpl(OperationRequest<QuarantineInput> request) {
    fleet = new FleetRun<>(request, "Isolates the container");
  }

  /** A dry run looks on each server, too: how it is isolated depends on the container. */
  @Override
  public OperationResult run(OperationRequest<QuarantineInput> request) {
    return fleet.onEach((server, options) ->
        Async.function(
            Workflow.newChildWorkflowStub(QuarantineOnServer.class, options)::run, server));
  }
}
