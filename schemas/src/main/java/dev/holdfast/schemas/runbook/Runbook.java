package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Runs the steps of a runbook, each an operation of its own. */
@WorkflowInterface
public interface Runbook {

  @WorkflowMethod(name = "runbook")
  OperationResult run(OperationRequest<RunbookInput> request);
}
