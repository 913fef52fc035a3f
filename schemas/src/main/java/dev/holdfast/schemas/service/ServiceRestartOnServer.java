package dev.holdfast.schemas.service;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Restarts or reloads a unit of one server. */
@WorkflowInterface
public interface ServiceRestartOnServer {

  @WorkflowMethod(name = "service-restart-server")
  ServerResult run(ServerRequest<ServiceInput> request);
}
