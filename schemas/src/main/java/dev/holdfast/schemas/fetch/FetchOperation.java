package dev.holdfast.schemas.fetch;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for fetching a file. */
public final class FetchOperation {
  public static final OperationType TYPE =
      new OperationType(
          "fetch",
          "Fetch a file",
          "Brings a file from servers into the store, verified by its SHA-256. It changes nothing on the servers.",
          FetchInput.class,
          OperationType.Kind.READ,
          OperationType.Result.STATE,
          "There is nothing to undo: it changes nothing.");

  private FetchOperation() {}
}
