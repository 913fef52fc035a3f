package dev.holdfast.schemas.sync;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes a directory on a selection of servers like another. */
@WorkflowInterface
public interface Sync {

  @WorkflowMethod(name = "sync")
  OperationResult run(OperationRequest<SyncInput> request);
}
