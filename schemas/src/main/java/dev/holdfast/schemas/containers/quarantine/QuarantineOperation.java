package dev.holdfast.schemas.containers.quarantine;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for isolating a container. */
public final class QuarantineOperation {
  public static final OperationType TYPE =
      new OperationType(
          "quarantine",
          "Isolate a container",
          "Takes a container off all its networks and onto one where it reaches nobody, keeps evidence of it, and freezes"
              + " its processes if that is asked for. One that has the network of the server is stopped. A reason is needed."
              + " It ends by itself, after 7 days by default. Until then deployments, restarts and removals of the container"
              + " are refused.",
          QuarantineInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "Release the container: ./holdfast containers release SERVER NAME. It then has its networks, its addresses and its"
              + " state of before.");

  private QuarantineOperation() {}
}
