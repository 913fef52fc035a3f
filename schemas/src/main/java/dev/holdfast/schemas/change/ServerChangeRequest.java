package dev.holdfast.schemas.change;

import dev.holdfast.schemas.operation.OperationRequest;

/**
 * A server's part of an operation.
 *
 * @param planHash the hash of the server's plan that was approved
 */
public record ServerChangeRequest<I>(
    OperationRequest<I> operation, String server, String planHash) {

  /** The id of the workflow that runs it. */
  public String workflowId() {
    return operation.id() + "/" + server;
  }
}
