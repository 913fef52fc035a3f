package dev.holdfast.schemas.stack;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Deploys a stack of containers on a selection of servers. */
@WorkflowInterface
public interface DeployStack {

  @WorkflowMethod(name = "deploy-stack")
  OperationResult run(OperationRequest<DeployStackInput> request);
}
