package dev.holdfast.schemas.change;

import dev.holdfast.schemas.operation.OperationRequest;
import org.jspecify.annotations.Nullable;

/**
 * A server's part of an operation.
 *
 * @param planHash the hash of the server's plan that was approved
 * @param queue the task queue of what talks to the server; null for {@code ssh}
 */
public record ServerChangeRequest<I>(
    OperationRequest<I> operation, String server, String planHash, @Nullable String queue) {

  /** The id of the workflow that runs it. */
  public String workflowId() {
    return operation.id() + "/" + server;
  }
}
