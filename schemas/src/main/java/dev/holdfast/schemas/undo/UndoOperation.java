package dev.holdfast.schemas.undo;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for undoing an operation. */
public final class UndoOperation {
  public static final OperationType TYPE =
      new OperationType(
          "undo",
          "Undo an operation",
          "Undoes what another operation has changed, the last change first, as far as the servers are still as it left"
              + " them. It is refused where somebody has changed them since. ./holdfast ops undo ID starts it.",
          UndoInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "./holdfast ops undo ID: an undo is undone like any other change.");

  private UndoOperation() {}
}
