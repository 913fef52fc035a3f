package dev.holdfast.schemas.containers.control;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Starts, stops, restarts or removes containers on a selection of servers. */
@WorkflowInterface
public interface ContainerControl {

  @WorkflowMethod(name = "container-control")
  OperationResult run(OperationRequest<ContainerControlInput> request);
}
