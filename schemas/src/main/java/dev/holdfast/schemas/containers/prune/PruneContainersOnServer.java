package dev.holdfast.schemas.containers.prune;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Removes what nothing uses from the engine of one server. */
@WorkflowInterface
public interface PruneContainersOnServer {

  @WorkflowMethod(name = "prune-containers-server")
  ServerResult run(ServerChangeRequest<PruneContainersInput> request);
}
