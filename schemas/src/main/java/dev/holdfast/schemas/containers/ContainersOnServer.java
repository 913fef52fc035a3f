package dev.holdfast.schemas.containers;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Shows what one server's container engine has. */
@WorkflowInterface
public interface ContainersOnServer {

  @WorkflowMethod(name = "containers-server")
  ServerResult run(ServerRequest<ContainersInput> request);
}
