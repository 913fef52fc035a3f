package dev.holdfast.schemas.containers.release;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Releases a container from its quarantine on one server. */
@WorkflowInterface
public interface ReleaseOnServer {

  @WorkflowMethod(name = "release-server")
  ServerResult run(ServerRequest<ReleaseInput> request);
}
