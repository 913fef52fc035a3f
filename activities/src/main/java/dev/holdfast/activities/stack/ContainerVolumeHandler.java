package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.VolumeUseFacts;
import java.util.List;

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
  public FactsQuery query(ContainerVolumeResource volume) {
    return super.query(volume).and(FactsQuery.of("engine", List.of(VolumeUseFacts.ALL)));
  }

  /** One that others mount stays, and with it all that the undo would have removed before it. */
  @Override
  Inverse undoing(Change change, Inverse.Context context) {
    Inverse undo = super.undoing(change, context);
    if (!(undo instanceof Inverse.By(Change by) && by.desired() == null)) {
      return undo;
    }
    ContainerVolumeResource volume = (ContainerVolumeResource) change.resource();
    VolumeUseFacts uses = context.facts().kinds().find(VolumeUseFacts.class, VolumeUseFacts.ALL);
    List<String> others = uses == null ? List.of() : uses.others(volume.name(), volume.stack());
    return others.isEmpty()
        ? undo
        : new Inverse.Refused(
            "it is mounted by %s, which the stack %s does not have; remove that first"
                .formatted(String.join(", ", others), volume.stack()));
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
