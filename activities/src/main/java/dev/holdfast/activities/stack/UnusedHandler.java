package dev.holdfast.activities.stack;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Change.Risk;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Irreversible;
import dev.holdfast.schemas.change.UnusedFacts;
import dev.holdfast.schemas.change.UnusedFacts.Thing;
import dev.holdfast.schemas.change.UnusedResource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Removes what no container uses; what is in use again by then stays. */
public final class UnusedHandler implements ResourceHandler<UnusedResource> {
  private static final String PRUNE = Scripts.load(UnusedHandler.class, "engine.sh", "prune.sh");
  private static final long MEGABYTE = 1_000_000;

  @Override
  public Optional<Change> compare(UnusedResource unused, Facts facts) {
    UnusedFacts all = facts.kinds().find(UnusedFacts.class, name(unused));
    if (all == null) {
      // What nobody could ask for is not gone.
      return Optional.of(removal(unused, 0));
    }
    return all.things().stream()
        .filter(thing -> same(thing, unused))
        .findFirst()
        .map(thing -> removal(unused, thing.bytes()));
  }

  private static boolean same(Thing thing, UnusedResource unused) {
    return thing.what().equals(unused.what())
        && thing.id().equals(unused.id())
        && thing.since().equals(unused.since());
  }

  private static Change removal(UnusedResource unused, long bytes) {
    String lost =
        switch (unused.what()) {
          case "container" -> ", with what it wrote outside of volumes";
          case "volume" -> " with the data in it";
          case "image" -> " (%d MB)".formatted(Math.ceilDiv(bytes, MEGABYTE));
          default -> "";
        };
    boolean data = unused.what().equals("volume") || unused.what().equals("container");
    return Changes.removal(
        "Remove %s %s%s".formatted(unused.what(), unused.name(), lost),
        data ? Risk.MEDIUM : Risk.LOW,
        "- %s %s, unused since %s".formatted(unused.what(), unused.name(), unused.since()),
        unused);
  }

  @Override
  public String apply(UnusedResource unused) {
    throw new UnsupportedOperationException(unused.subject() + " is only ever removed");
  }

  @Override
  public String remove(UnusedResource unused) {
    return PRUNE
        + "prune %s %s %s %s %s\n"
            .formatted(
                unused.what(),
                Quoting.quote(unused.id()),
                Quoting.quote(unused.name()),
                Quoting.quote(unused.since()),
                unused.references().stream().map(Quoting::quote).collect(Collectors.joining(" ")));
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new UnusedFragment());
  }

  @Override
  public FactsQuery query(UnusedResource unused) {
    return FactsQuery.of("unused", List.of(name(unused)));
  }

  private static String name(UnusedResource unused) {
    return UnusedFacts.olderThan(unused.olderThanSeconds());
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    return new Inverse.Refused(Irreversible.why(change.id()).orElseThrow());
  }
}
