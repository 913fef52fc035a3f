package dev.holdfast.schemas.containers.prune;

import dev.holdfast.schemas.operation.OperationType;

/** The catalogue's entry for removing what nothing uses. */
public final class PruneContainersOperation {
  public static final OperationType TYPE =
      new OperationType(
          "prune-containers",
          "Remove unused images, networks, containers and volumes",
          "Removes what no container uses and what has been there for a day at least: untagged images and networks, and"
              + " when asked other images, stopped containers and volumes. The plan names each of them. Stacks and"
              + " containers in quarantine stay, and so does what is in use again by then.",
          PruneContainersInput.class,
          OperationType.Kind.CHANGE,
          OperationType.Result.STATE,
          "It cannot be undone: images are pulled or built again, and what was in containers and volumes is gone for good.");

  private PruneContainersOperation() {}
}
