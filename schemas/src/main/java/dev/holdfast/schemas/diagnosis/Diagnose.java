package dev.holdfast.schemas.diagnosis;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Finds out what is wrong with a selection of servers. */
@WorkflowInterface
public interface Diagnose {

  @WorkflowMethod(name = "diagnose")
  OperationResult run(OperationRequest<DiagnoseInput> request);
}
