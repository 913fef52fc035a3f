package dev.holdfast.schemas.sync;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for syncing a directory. */
public final class SyncOperation {
  public static final OperationType TYPE =
      new OperationType(
          "sync",
          "Sync a directory",
          "Makes a directory on servers like one of yours: compares first, sends only what differs, verifies it there,"
              + " and then puts it in place file by file. It removes nothing unless delete is set.",
          SyncInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "It cannot be: the files that were there before are not kept.");

  private SyncOperation() {}
}
