package dev.holdfast.schemas.operation;

import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.reboot.RebootInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.undo.UndoInput;
import java.util.List;
import java.util.Optional;

/** Every operation there is. */
public final class Catalogue {
  private static final List<OperationType> OPERATIONS =
      List.of(
          new OperationType(
              "server-setup",
              "Set up a server",
              "Makes sure that users, groups, SSH keys, sudo rules, directories and packages are there. Nothing that"
                  + " the input does not name is changed or removed.",
              ServerSetupInput.class,
              OperationType.Kind.CHANGE,
              "./holdfast ops undo ID removes what it made and restores what it changed. Packages are purged with what came only"
                  + " with them; the home of a user who is removed is kept in an archive."),
          new OperationType(
              "lockdown",
              "Lock down SSH",
              "Restricts sshd to modern algorithms, keys instead of passwords, and safe settings. The server reverts"
                  + " the change by itself unless a fresh connection proves that you can still get in.",
              LockdownInput.class,
              OperationType.Kind.CHANGE,
              "./holdfast ops undo ID restores sshd's files, commit-confirmed like the lockdown."),
          new OperationType(
              "reboot",
              "Reboot servers",
              "Reboots each server once and waits until it is back: in another boot, with a login and sudo that work. Where"
                  + " one does not come back in time, no further server is rebooted.",
              RebootInput.class,
              OperationType.Kind.RUN,
              "It cannot be: what was running has ended."),
          new OperationType(
              UndoInput.OPERATION,
              "Undo an operation",
              "Undoes what another operation has changed, the last change first, as far as the servers are still as it left"
                  + " them. It is refused where somebody has changed them since. ./holdfast ops undo ID starts it.",
              UndoInput.class,
              OperationType.Kind.CHANGE,
              "./holdfast ops undo ID: an undo is undone like any other change."),
          new OperationType(
              "exec",
              "Run a command",
              "Runs a command or a script on each server, at most once, and keeps what it printed. What a command"
                  + " changes cannot be undone by Holdfast: it does not know what it was.",
              ExecInput.class,
              OperationType.Kind.RUN,
              "It cannot be: Holdfast does not know what a command changed."),
          new OperationType(
              "copy",
              "Copy a file",
              "Brings a file of the store to servers: verified there by its SHA-256, then put in place at once, with its"
                  + " mode and owner. A transfer that breaks continues where it was; until the end what is there stays.",
              CopyInput.class,
              OperationType.Kind.RUN,
              "It cannot be: the file that was there before is not kept."),
          new OperationType(
              "fetch",
              "Fetch a file",
              "Brings a file from servers into the store, verified by its SHA-256. It changes nothing on the servers.",
              FetchInput.class,
              OperationType.Kind.READ,
              "There is nothing to undo: it changes nothing."),
          new OperationType(
              "sync",
              "Sync a directory",
              "Makes a directory on servers like one of yours: compares first, sends only what differs, verifies it there,"
                  + " and then puts it in place file by file. It removes nothing unless delete is set.",
              SyncInput.class,
              OperationType.Kind.RUN,
              "It cannot be: the files that were there before are not kept."));

  private Catalogue() {}

  /** All operations in the order in which one would use them. */
  public static List<OperationType> operations() {
    return OPERATIONS;
  }

  /** The operation of this name. */
  public static Optional<OperationType> find(String name) {
    return OPERATIONS.stream().filter(type -> type.name().equals(name)).findFirst();
  }
}
