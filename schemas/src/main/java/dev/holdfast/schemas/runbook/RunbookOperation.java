package dev.holdfast.schemas.runbook;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for runbooks. */
public final class RunbookOperation {
  public static final OperationType TYPE =
      new OperationType(
          "runbook",
          "Run a runbook",
          "Runs operations one after the other, or at the same time, as a runbook declares it: with"
              + " conditions, retries and approvals. Each step is an operation of its own, with its own"
              + " plan, and is started with the rights of whoever started the runbook.",
          RunbookInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "./holdfast ops undo ID undoes the operations that it has started, the last one first.");

  private RunbookOperation() {}
}
