package dev.holdfast.schemas.containers.quarantine;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Isolates a container on a selection of servers. */
@WorkflowInterface
public interface Quarantine {

  @WorkflowMethod(name = "quarantine")
  OperationResult run(OperationRequest<QuarantineInput> request);
}
