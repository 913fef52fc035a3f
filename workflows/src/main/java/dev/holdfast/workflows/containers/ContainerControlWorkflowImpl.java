package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.control.ContainerControl;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.containers.control.ContainerControlOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Starts, stops, restarts or removes containers on a selection of servers. */
public final class ContainerControlWorkflowImpl implements ContainerControl {
  private final FleetRun<ContainerControlInput> fleet;

  @WorkflowInit
  public ContainerControlWorkflowImpl(OperationRequest<ContainerControlInput> request) {
    fleet = new FleetRun<>(request, "Controls the containers");
  }

  /** A dry run looks on each server, too: what would change depends on what is there. */
  @Override
  public OperationResult run(OperationRequest<ContainerControlInput> request) {
    return fleet.onEach((server, options) ->
        Async.function(
            Workflow.newChildWorkflowStub(ContainerControlOnServer.class, options)::run, server));
  }
}
