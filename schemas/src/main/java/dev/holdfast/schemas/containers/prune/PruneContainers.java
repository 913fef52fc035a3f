package dev.holdfast.schemas.containers.prune;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Removes what nothing uses from the engines of a selection of servers. */
@WorkflowInterface
public interface PruneContainers {

  @WorkflowMethod(name = "prune-containers")
  OperationResult run(OperationRequest<PruneContainersInput> request);
}
