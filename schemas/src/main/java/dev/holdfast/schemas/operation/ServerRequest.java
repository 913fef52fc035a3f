package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A server's part of an operation that makes no plan.
 *
 * @param queue the task queue of what talks to the server; null for {@link TaskQueues#SSH}
 * @param attempt at the server, from 1; null where the operation waits for the result itself
 * @param approval the hash of what is done to this server alone, which somebody has to approve
 *     first; null where nobody is asked
 */
public record ServerRequest<I>(
    OperationRequest<I> operation,
    String server,
    @Nullable String queue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Integer attempt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String approval) {

  /** A part whose result is waited for. */
  public ServerRequest(OperationRequest<I> operation, String server, @Nullable String queue) {
    this(operation, server, queue, null, null);
  }

  /** A part that nobody has to approve by itself. */
  public ServerRequest(
      OperationRequest<I> operation,
      String server,
      @Nullable String queue,
      @Nullable Integer attempt) {
    this(operation, server, queue, attempt, null);
  }

  /** The id of the workflow that runs it. */
  public String workflowId() {
    return operation.id() + "/" + server;
  }
}
