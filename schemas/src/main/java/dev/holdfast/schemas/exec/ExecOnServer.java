package dev.holdfast.schemas.exec;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Runs a command on one server. */
@WorkflowInterface
public interface ExecOnServer {

  @WorkflowMethod(name = "exec-server")
  ServerResult run(ServerRequest<ExecInput> request);
}
