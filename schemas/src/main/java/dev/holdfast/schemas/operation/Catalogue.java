package dev.holdfast.schemas.operation;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.lockdown.LockdownInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
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
              ExecInput.class));

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
