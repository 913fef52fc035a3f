package dev.holdfast.schemas.containers.release;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for releasing a container. */
public final class ReleaseOperation {
  public static final OperationType TYPE =
      new OperationType(
          "release",
          "Release a container from its quarantine",
          "Restores the networks, addresses, names, restart policy and state that the container had before. A network that is"
              + " gone by now is named, and the rest is done. A container that is in no quarantine is left as it is.",
          ReleaseInput.class,
          OperationType.Kind.RUN,
          OperationType.Result.STATE,
          "Isolate the container again: ./holdfast containers quarantine SERVER NAME --reason WHY.");

  private ReleaseOperation() {}
}
