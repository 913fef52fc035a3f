package dev.holdfast.schemas.copy;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Copies a file to one server. */
@WorkflowInterface
public interface CopyOnServer {

  @WorkflowMethod(name = "copy-server")
  ServerResult run(ServerRequest<CopyInput> request);
}
