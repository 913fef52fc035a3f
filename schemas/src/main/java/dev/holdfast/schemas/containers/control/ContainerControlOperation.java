package dev.holdfast.schemas.containers.control;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for starting, stopping, restarting and removing containers. */
public final class ContainerControlOperation {
  public static final OperationType TYPE =
      new OperationType(
          "container-control",
          "Start, stop, restart or remove containers",
          "Does one of these to named containers on each server, once, and checks that it is so afterwards. Where one of"
              + " them is missing on a server, nothing is done there. Removing keeps the image and the named volumes.",
          ContainerControlInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "What was started is stopped, and what was stopped is started, by the same operation: the outcome of each server"
              + " names it. A container that was removed cannot be brought back.");

  private ContainerControlOperation() {}
}
