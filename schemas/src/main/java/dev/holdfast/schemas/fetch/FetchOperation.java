package dev.holdfast.schemas.fetch;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for fetching. */
public final class FetchOperation {
  public static final OperationType TYPE =
      new OperationType(
          "fetch",
          "Fetch a file or directory",
          "Brings a file from servers into the store, verified by its SHA-256, or a directory as a tar archive. It changes nothing on the servers.",
          FetchInput.class,
          OperationType.Kind.READ,
          OperationType.Result.STATE,
          "There is nothing to undo: it changes nothing.");

  private FetchOperation() {}
}
