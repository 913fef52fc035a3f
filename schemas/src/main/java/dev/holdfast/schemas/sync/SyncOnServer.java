package dev.holdfast.schemas.sync;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Makes a directory on one server like another. */
@WorkflowInterface
public interface SyncOnServer {

  @WorkflowMethod(name = "sync-server")
  ServerResult run(ServerRequest<SyncInput> request);
}
