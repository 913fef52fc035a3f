package dev.holdfast.schemas.operation;

import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import dev.holdfast.schemas.sync.SyncInput;
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
              ServerSetupInput.class),
          new OperationType(
              "lockdown",
              "Lock down SSH",
              "Restricts sshd to modern algorithms, keys instead of passwords, and safe settings. The server takes the"
                  + " change back by itself unless a fresh connection proves that you can still get in.",
              LockdownInput.class),
          new OperationType(
              "exec",
              "Run a command",
              "Runs a command or a script on each server, at most once, and keeps what it printed. What a command"
                  + " changes cannot be undone by Holdfast: it does not know what it was.",
              ExecInput.class),
          new OperationType(
              "copy",
              "Copy a file",
              "Brings a file of the store to servers: verified there by its SHA-256, then put in place at once, with its"
                  + " mode and owner. A transfer that breaks goes on where it was; until the end what is there stays.",
              CopyInput.class),
          new OperationType(
              "fetch",
              "Fetch a file",
              "Brings a file from servers into the store, verified by its SHA-256. It changes nothing on the servers.",
              FetchInput.class),
          new OperationType(
              "sync",
              "Sync a directory",
              "Makes a directory on servers like one of yours: compares first, sends only what differs, verifies it there,"
                  + " and then puts it in place file by file. It removes nothing unless delete is set.",
              SyncInput.class));

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
