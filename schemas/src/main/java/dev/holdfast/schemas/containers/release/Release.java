package dev.holdfast.schemas.containers.release;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Releases a container from its quarantine on a selection of servers. */
@WorkflowInterface
public interface Release {

  @WorkflowMethod(name = "release")
  OperationResult run(OperationRequest<ReleaseInput> request);
}
