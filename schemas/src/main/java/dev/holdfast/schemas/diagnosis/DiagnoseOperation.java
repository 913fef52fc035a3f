package dev.holdfast.schemas.diagnosis;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for finding out what is wrong with servers. */
public final class DiagnoseOperation {
  public static final OperationType TYPE =
      new OperationType(
          "diagnose",
          "Diagnose servers",
          "Checks each server and the way to it, from where operations run: name, port, SSH, host key, login, sudo, disks,"
              + " clock, speed. It says what to do about each fault, and changes nothing. A server with a problem counts"
              + " as failed; one with warnings does not.",
          DiagnoseInput.class,
          OperationType.Kind.READ,
          OperationType.Result.STATE,
          "There is nothing to undo: it changes nothing.");

  private DiagnoseOperation() {}
}
