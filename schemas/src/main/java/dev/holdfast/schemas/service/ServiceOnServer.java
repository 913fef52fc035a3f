package dev.holdfast.schemas.service;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Brings a unit of one server into a state, by a plan. */
@WorkflowInterface
public interface ServiceOnServer {

  @WorkflowMethod(name = "service-server")
  ServerResult run(ServerChangeRequest<ServiceInput> request);
}
