package dev.holdfast.schemas.incident;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for incidents. */
public final class IncidentOperation {
  public static final OperationType TYPE =
      new OperationType(
          "incident",
          "Handle an incident",
          "Stays open from the first signal until somebody closes it: takes further signals for the same kind and"
              + " subject, and keeps severity, owner, notes, tasks, evidence and the operations that were started for"
              + " it, in one timeline. It changes no server itself. Opened by ./holdfast incident open or"
              + " ./holdfast signal.",
          IncidentInput.class,
          OperationType.Kind.LONG_LIVED,
          OperationType.Result.STATE,
          "It changes nothing itself. Undo the operations that were started for it:"
              + " ./holdfast incident show ID lists them.");

  private IncidentOperation() {}
}
