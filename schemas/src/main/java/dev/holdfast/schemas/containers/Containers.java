package dev.holdfast.schemas.containers;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Shows what the container engines of a selection of servers have. */
@WorkflowInterface
public interface Containers {

  @WorkflowMethod(name = "containers")
  OperationResult run(OperationRequest<ContainersInput> request);
}
