package dev.holdfast.schemas.stack.remove;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Removes a stack from one server. */
@WorkflowInterface
public interface RemoveStackOnServer {

  @WorkflowMethod(name = "remove-stack-server")
  ServerResult run(ServerChangeRequest<RemoveStackInput> request);
}
