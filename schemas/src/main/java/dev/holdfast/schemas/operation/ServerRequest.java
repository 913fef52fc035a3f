package dev.holdfast.schemas.operation;

import org.jspecify.annotations.Nullable;

/**
 * A server's part of an operation that makes no plan.
 *
 * @param queue the task queue of what talks to the server; null for {@link TaskQueues#SSH}
 */
public record ServerRequest<I>(
    OperationRequest<I> operation, String server, @Nullable String queue) {

  /** The id of the workflow that runs it. */
  public String workflowId() {
    return operation.id() + "/" + server;
  }
}
