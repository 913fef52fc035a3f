package dev.holdfast.schemas.containers.control;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Starts, stops, restarts or removes containers on one server. */
@WorkflowInterface
public interface ContainerControlOnServer {

  @WorkflowMethod(name = "container-control-server")
  ServerResult run(ServerRequest<ContainerControlInput> request);
}
