package dev.holdfast.workflows.service;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.service.ServiceInput;
import dev.holdfast.schemas.service.ServiceOnServer;
import dev.holdfast.workflows.engine.ServerChange;
import io.temporal.workflow.WorkflowInit;

/** Brings a unit of one server into a state. */
public final class ServiceOnServerWorkflowImpl implements ServiceOnServer {
  private final ServerChange<ServiceInput> change;

  @WorkflowInit
  public ServiceOnServerWorkflowImpl(ServerChangeRequest<ServiceInput> request) {
    change = new ServerChange<>(request);
  }

  @Override
  public ServerResult run(ServerChangeRequest<ServiceInput> request) {
    return change.run();
  }
}
