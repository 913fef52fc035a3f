package dev.holdfast.schemas.containers.quarantine;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Isolates a container on one server. */
@WorkflowInterface
public interface QuarantineOnServer {

  @WorkflowMethod(name = "quarantine-server")
  ServerResult run(ServerRequest<QuarantineInput> request);
}
