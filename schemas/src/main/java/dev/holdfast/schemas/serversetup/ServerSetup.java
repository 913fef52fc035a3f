package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Sets up users, groups, keys, sudo rules, directories and packages over a selection of servers.
 */
@WorkflowInterface
public interface ServerSetup {

  @WorkflowMethod(name = "server-setup")
  OperationResult run(OperationRequest<ServerSetupInput> request);
}
