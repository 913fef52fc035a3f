package dev.holdfast.schemas.serversetup;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for setting up servers. */
public final class ServerSetupOperation {
  public static final OperationType TYPE =
      new OperationType(
          "server-setup",
          "Set up a server",
          "Makes sure that users, groups, SSH keys, sudo rules, directories, files, units, kernel parameters,"
              + " packages and the settings of the Docker engine are as described. Nothing that the input does not name is changed or removed.",
          ServerSetupInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "./holdfast ops undo ID removes what it made and restores what it changed. Packages are purged with what came only"
              + " with them; the home of a user who is removed is kept in an archive.");

  private ServerSetupOperation() {}
}
