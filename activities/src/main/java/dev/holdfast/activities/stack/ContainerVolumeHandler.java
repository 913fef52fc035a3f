package dev.holdfast.activities.stack;

import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.ContainerVolumeResource;

/** Makes and removes volumes of stacks; one that is in use stays. */
public final class ContainerVolumeHandler extends EngineHandler<ContainerVolumeResource> {

  @Override
  String lost() {
    return " with the data in it";
  }

  @Override
  String again() {
    return " again, without the data that was in it";
  }

  @Override
  public String apply(ContainerVolumeResource volume) {
    return ENGINE
        + """
        name=%1$s
        if ask volume inspect -f '{{index .Labels "dev.holdfast.stack"}} {{len .Options}}' -- "$name"; then
          [ "$said" = %2$s" 0" ] ||
            fail "the volume $name is there and does not belong to the stack; rename it, or name the stack otherwise"
        else
          tell docker volume create --label dev.holdfast.stack=%2$s --label dev.holdfast.spec=%3$s -- "$name" ||
            fail "the volume $name cannot be made: see the lines before this one"
        fi
        """
            .formatted(
                Quoting.quote(volume.name()), Quoting.quote(volume.stack()), Specs.write(volume));
  }

  @Override
  public String remove(ContainerVolumeResource volume) {
    return ENGINE
        + """
        name=%1$s
        if ask volume inspect -f '{{index .Labels "dev.holdfast.spec"}}' -- "$name"; then
          [ "$said" = %2$s ] || fail "the volume $name was made otherwise since; it stays"
          tell docker volume rm -- "$name" || fail "the volume $name is in use; remove the containers that mount it first"
        fi
        """
            .formatted(Quoting.quote(volume.name()), Specs.write(volume));
  }
}
