package dev.holdfast.schemas.reboot;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Reboots one server. */
@WorkflowInterface
public interface RebootOnServer {
  @WorkflowMethod(name = "reboot-server")
  ServerResult run(ServerRequest<RebootInput> request);
}
