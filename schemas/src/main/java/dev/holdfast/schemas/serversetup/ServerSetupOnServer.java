package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Sets up users, groups, keys, sudo rules, directories and packages on one server. */
@WorkflowInterface
public interface ServerSetupOnServer {

  @WorkflowMethod(name = "server-setup-server")
  ServerResult run(ServerChangeRequest<ServerSetupInput> request);
}
