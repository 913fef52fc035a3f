package dev.holdfast.schemas.service;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Controls a unit of systemd over a selection of servers. */
@WorkflowInterface
public interface Service {

  @WorkflowMethod(name = "service")
  OperationResult run(OperationRequest<ServiceInput> request);
}
