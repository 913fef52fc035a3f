package dev.holdfast.schemas.stack.remove;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for removing a stack. */
public final class RemoveStackOperation {
  public static final OperationType TYPE =
      new OperationType(
          "remove-stack",
          "Remove a stack of containers",
          "Removes the containers and networks of a stack; its volumes only when asked. What others made stays, and so"
              + " do images.",
          RemoveStackInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "./holdfast ops undo ID makes the containers and networks again as they were. The data in removed volumes is"
              + " gone for good: they come back empty.");

  private RemoveStackOperation() {}
}
