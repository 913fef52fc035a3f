package dev.holdfast.schemas.fetch;

import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/** Fetches a file or directory from one server. */
@WorkflowInterface
public interface FetchOnServer {

  @WorkflowMethod(name = "fetch-server")
  ServerResult run(ServerRequest<FetchInput> request);
}
