package dev.holdfast.schemas.copy;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for copying a file. */
public final class CopyOperation {
  public static final OperationType TYPE =
      new OperationType(
          "copy",
          "Copy a file",
          "Brings a file of the store to servers: verified there by its SHA-256, then put in place at once, with its"
              + " mode and owner. A transfer that breaks continues where it was; until the end what is there stays.",
          CopyInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "It cannot be: the file that was there before is not kept.");

  private CopyOperation() {}
}
