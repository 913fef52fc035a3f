package dev.holdfast.schemas.operation;

/** The input of an operation that decides what kind of work it is. */
public interface KindByInput {

  /** What the operation does to servers with this input; a change makes a plan. */
  OperationType.Kind operationKind();
}
