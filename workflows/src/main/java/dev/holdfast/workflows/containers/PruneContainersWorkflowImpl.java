package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.containers.prune.PruneContainers;
import dev.holdfast.schemas.containers.prune.PruneContainersInput;
import dev.holdfast.schemas.containers.prune.PruneContainersOnServer;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.workflows.engine.Fleet;
import io.temporal.workflow.Async;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;

/** Removes what nothing uses from the engines of a selection of servers. */
public final class PruneContainersWorkflowImpl implements PruneContainers {
  private final Fleet<PruneContainersInput> fleet;

  @WorkflowInit
  public PruneContainersWorkflowImpl(OperationRequest<PruneContainersInput> request) {
    fleet =
        new Fleet<>(
            request,
            (server, options) ->
                Async.function(
                    Workflow.newChildWorkflowStub(PruneContainersOnServer.class, options)::run,
                    server));
  }

  @Override
  public OperationResult run(OperationRequest<PruneContainersInput> request) {
    return fleet.run();
  }
}
