package dev.holdfast.schemas.containers;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for looking at containers. */
public final class ContainersOperation {
  public static final OperationType TYPE =
      new OperationType(
          "containers",
          "Look at containers",
          "Shows the containers, networks, volumes and images of each server's Docker engine, what the engine knows of"
              + " one of them, what a container prints, or who listens on the ports of the server. It changes nothing on the servers.",
          ContainersInput.class,
          OperationType.Kind.READ,
          OperationType.Result.OUTPUT,
          "There is nothing to undo: it changes nothing.");

  private ContainersOperation() {}
}
