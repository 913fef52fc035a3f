package dev.holdfast.schemas.credentials;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for rotating credentials. */
public final class RotateCredentialsOperation {
  public static final OperationType TYPE =
      new OperationType(
          "rotate-credentials",
          "Rotate credentials",
          "Gives each server a login key or a sudo password of its own that nobody has seen, or"
              + " new host keys. The old one is removed only after a new connection has proven the"
              + " new one; until then the server reverts by itself.",
          RotateCredentialsInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "The old host keys are put back. A login key or a sudo password cannot be undone: the old"
              + " one is gone. Rotate again for another one.");

  private RotateCredentialsOperation() {}
}
