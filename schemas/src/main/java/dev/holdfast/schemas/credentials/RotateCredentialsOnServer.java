package dev.holdfast.schemas.credentials;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Gives one server new credentials. */
@WorkflowInterface
public interface RotateCredentialsOnServer {

  @WorkflowMethod(name = "rotate-credentials-server")
  ServerResult run(ServerChangeRequest<RotateCredentialsInput> request);
}
