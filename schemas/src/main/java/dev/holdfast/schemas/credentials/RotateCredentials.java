package dev.holdfast.schemas.credentials;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Gives a selection of servers new credentials. */
@WorkflowInterface
public interface RotateCredentials {

  @WorkflowMethod(name = "rotate-credentials")
  OperationResult run(OperationRequest<RotateCredentialsInput> request);
}
