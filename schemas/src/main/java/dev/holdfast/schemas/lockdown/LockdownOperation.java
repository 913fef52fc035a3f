package dev.holdfast.schemas.lockdown;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for locking down SSH. */
public final class LockdownOperation {
  public static final OperationType TYPE =
      new OperationType(
          "lockdown",
          "Lock down SSH",
          "Restricts sshd to modern algorithms, keys instead of passwords, and safe settings. The server reverts"
              + " the change by itself unless a fresh connection proves that you can still get in.",
          LockdownInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "./holdfast ops undo ID restores sshd's files, commit-confirmed like the lockdown.");

  private LockdownOperation() {}
}
