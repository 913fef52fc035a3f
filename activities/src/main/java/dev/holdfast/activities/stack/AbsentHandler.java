package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.AbsentResource;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Change.Risk;
import dev.holdfast.schemas.change.ContainerVolumeResource;
import dev.holdfast.schemas.change.EngineFacts;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import java.util.List;
import java.util.Optional;

/** Compares only: the change is a removal of what is there, which its own kind makes and undoes. */
public final class AbsentHandler implements ResourceHandler<AbsentResource> {

  @Override
  public Optional<Change> compare(AbsentResource desired, Facts facts) {
    if (facts.kinds().find(EngineFacts.class, desired.subject()) == null) {
      return Optional.empty();
    }
    String lost = desired.there() instanceof ContainerVolumeResource ? " with the data in it" : "";
    return Optional.of(
        Changes.removal(
            "Remove " + EngineHandler.words(desired) + lost,
            Risk.MEDIUM,
            Diffs.unified(desired.subject(), Specs.pretty(desired.there()), null),
            desired.there()));
  }

  @Override
  public String apply(AbsentResource desired) {
    throw new UnsupportedOperationException("its own kind removes " + desired.subject());
  }

  @Override
  public String remove(AbsentResource there) {
    throw new UnsupportedOperationException("its own kind removes " + there.subject());
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new EngineFragment());
  }

  @Override
  public FactsQuery query(AbsentResource resource) {
    return FactsQuery.of("engine", List.of(EngineFacts.ENGINE, resource.subject()));
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    return Inverse.NOTHING;
  }
}
