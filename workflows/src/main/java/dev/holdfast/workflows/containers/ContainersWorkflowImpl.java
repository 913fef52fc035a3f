package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.Containers;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.ContainersOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.FleetRun;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Shows what the container engines of a selection of servers have. */
public final class ContainersWorkflowImpl implements Containers {
  private final FleetRun<ContainersInput> fleet;

  @WorkflowInit
  public ContainersWorkflowImpl(OperationRequest<ContainersInput> request) {
    fleet = new FleetRun<>(request, "Looks at the containers");
  }

  @Override
  public OperationResult run(OperationRequest<ContainersInput> request) {
    if (request.dryRun()) {
      return fleet.onNone();
    }
    return fleet.onEach((server, options) ->
        Async.function(
            Workflow.newChildWorkflowStub(ContainersOnServer.class, options)::run, server));
  }
}
