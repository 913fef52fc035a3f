package dev.holdfast.workflows.containers;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.containers.prune.PruneContainersInput;
import dev.holdfast.schemas.containers.prune.PruneContainersOnServer;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Removes what nothing uses from the engine of one server. */
public final class PruneContainersOnServerWorkflowImpl implements PruneContainersOnServer {
  private final ServerChange<PruneContainersInput> change;

  @WorkflowInit
  public PruneContainersOnServerWorkflowImpl(ServerChangeRequest<PruneContainersInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<PruneContainersInput> request) {
    return change.run();
  }
}
