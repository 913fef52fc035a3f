package dev.holdfast.schemas.change;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.schemas.operation.OperationRequest;
import org.jspecify.annotations.Nullable;

/**
 * A server's part of an operation.
 *
 * @param planHash the hash of the server's plan that was approved
 * @param queue the task queue of what talks to the server; null for {@code ssh}
 * @param attempt at the server, from 1; null where the operation waits for the result itself
 */
public record ServerChangeRequest<I>(
    OperationRequest<I> operation,
    String server,
    String planHash,
    @Nullable String queue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attempt) {

  /** A part whose result is waited for. */
  public ServerChangeRequest(
      OperationRequest<I> operation, String server, String planHash, @Nullable String queue) {
    this(operation, server, planHash, queue, null);
  }

  /** The id of the workflow that runs it. */
  public String workflowId() {
    return operation.id() + "/" + server;
  }
}
