package dev.holdfast.schemas.stack;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Deploys a stack of containers on one server. */
@WorkflowInterface
public interface DeployStackOnServer {

  @WorkflowMethod(name = "deploy-stack-server")
  ServerResult run(ServerChangeRequest<DeployStackInput> request);
}
