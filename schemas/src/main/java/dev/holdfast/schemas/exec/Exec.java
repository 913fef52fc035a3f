package dev.holdfast.schemas.exec;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Runs a command over a selection of servers. */
@WorkflowInterface
public interface Exec {

  @WorkflowMethod(name = "exec")
  OperationResult run(OperationRequest<ExecInput> request);
}
