package dev.holdfast.schemas.operation;

/** A server's part of an operation that makes no plan. */
public record ServerRequest<I>(OperationRequest<I> operation, String server) {

  /** The id of the workflow that runs it. */
  public String workflowId() {
    return operation.id() + "/" + server;
  }
}
