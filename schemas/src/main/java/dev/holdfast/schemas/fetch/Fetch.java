package dev.holdfast.schemas.fetch;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Fetches a file or directory from a selection of servers. */
@WorkflowInterface
public interface Fetch {

  @WorkflowMethod(name = "fetch")
  OperationResult run(OperationRequest<FetchInput> request);
}
