package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Change.Risk;
import dev.holdfast.schemas.change.ContainerImageResource;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import java.time.Duration;
import java.util.Optional;

/** Fetches images that are not on the server; one that others use stays there at an undo. */
public final class ContainerImageHandler extends EngineHandler<ContainerImageResource> {
  private static final String APPLY =
      ENGINE + Scripts.load(ContainerImageHandler.class, "image.sh");
  private static final Duration PULL = Duration.ofMinutes(15);

  @Override
  public Optional<Change> compare(ContainerImageResource desired, Facts facts) {
    return find(desired, facts).isPresent()
        ? Optional.empty()
        : Optional.of(
            Changes.of(
                "Fetch image " + desired.reference(),
                Risk.LOW,
                Diffs.unified(desired.subject(), null, desired.reference()),
                null,
                desired));
  }

  @Override
  public Duration time() {
    return PULL;
  }

  @Override
  public String apply(ContainerImageResource image) {
    return "image=" + Quoting.quote(image.reference()) + "\n" + APPLY;
  }

  @Override
  public String remove(ContainerImageResource image) {
    return ENGINE
        + """
        image=%s
        ! ask image inspect -f there -- "$image" || tell docker image rm -- "$image" ||
          fail "the image $image is in use; remove the containers that were made of it first"
        """
            .formatted(Quoting.quote(image.reference()));
  }

  @Override
  Inverse undoing(Change change, Inverse.Context context) {
    ContainerImageResource image = (ContainerImageResource) change.resource();
    if (change.desired() == null) {
      return compare(image, context.facts()).<Inverse>map(Inverse.By::new).orElse(Inverse.NOTHING);
    }
    boolean removable =
        find(image, context.facts()).map(EngineFacts::stacks).stream()
            .anyMatch(stacks -> stacks.stream().allMatch(image.stack()::equals));
    return removable
        ? new Inverse.By(
            Changes.removal(
                "Remove image " + image.reference(),
                Risk.LOW,
                Diffs.unified(image.subject(), image.reference(), null),
                image))
        : Inverse.NOTHING;
  }
}
