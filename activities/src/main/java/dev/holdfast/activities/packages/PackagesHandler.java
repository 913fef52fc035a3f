package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.FactsFragment;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.PackageFacts;
import dev.holdfast.schemas.change.PackagesResource;
import dev.holdfast.schemas.change.PackagesResource.Move;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Installs, removes, purges and holds packages with the server's own package manager. None that is
 * there is upgraded unless its version is named.
 */
public final class PackagesHandler implements ResourceHandler<PackagesResource> {
  private static final Duration TIME = Duration.ofMinutes(25);

  @Override
  public Duration time() {
    return TIME;
  }

  @Override
  public Optional<Change> compare(PackagesResource desired, Facts facts) {
    PackagesDifference difference = PackagesDifference.of(desired, facts);
    if (difference.isEmpty()) {
      return Optional.empty();
    }
    PackageFacts.Run run = run(facts);
    PackagesResource planned = desired.with(run == null ? List.of() : run.moves());
    return Optional.of(
        Changes.of(
            difference.title(run, facts),
            Change.Risk.MEDIUM,
            difference.diff(run),
            present(desired, facts),
            planned));
  }

  static PackageFacts.@Nullable Run run(Facts facts) {
    return facts.kinds().find(PackageFacts.Run.class, PackageFacts.RUN);
  }

  /** As much of what is there as the other one speaks of. */
  static PackagesResource present(PackagesResource asked, Facts facts) {
    SortedSet<String> installed = new TreeSet<>();
    SortedSet<String> gone = new TreeSet<>();
    SortedSet<String> nothing = new TreeSet<>();
    SortedMap<String, String> versions = new TreeMap<>();
    SortedSet<String> held = new TreeSet<>();
    SortedSet<String> notHeld = new TreeSet<>();
    for (String name : touched(asked)) {
      PackageFacts there = facts.kinds().find(PackageFacts.class, name);
      if (there == null) {
        continue;
      }
      if (there.version() != null) {
        installed.add(name);
        versions.put(name, there.version());
      } else if (facts.installed().contains(name)) {
        installed.add(name);
      } else {
        gone.add(name);
        if (!there.status().equals(PackageFacts.CONFIGURATION)) {
          nothing.add(name);
        }
      }
      if (asked.held().contains(name) || asked.notHeld().contains(name)) {
        (there.held() ? held : notHeld).add(name);
      }
    }
    return new PackagesResource(
        List.copyOf(installed),
        List.of(),
        versions,
        List.copyOf(gone),
        List.copyOf(nothing),
        List.copyOf(held),
        List.copyOf(notHeld),
        List.of(),
        List.of());
  }

  @Override
  public String apply(PackagesResource desired) {
    // What is purged may be in the way of what comes back.
    return (desired.absent().isEmpty() ? "" : PackagesScript.purge(desired.absent()))
        + PackagesScript.of(desired);
  }

  /** Packages that are to be gone are a change like any other. */
  @Override
  public String remove(PackagesResource there) {
    return PackagesScript.purge(there.names());
  }

  @Override
  public List<FactsFragment> facts() {
    return List.of(new PackagesFragment());
  }

  @Override
  public FactsQuery query(PackagesResource packages) {
    Set<String> touched = touched(packages);
    return FactsQuery.packages(touched)
        .and(FactsQuery.of("packages", touched.stream().map("="::concat).toList()));
  }

  static Set<String> touched(PackagesResource packages) {
    Set<String> touched = new TreeSet<>(packages.names());
    touched.addAll(packages.absent());
    touched.addAll(packages.removed());
    touched.addAll(packages.held());
    touched.addAll(packages.notHeld());
    packages.moves().stream().map(Move::name).forEach(touched::add);
    return touched;
  }

  @Override
  public Inverse undo(Change change, Inverse.Context context) {
    PackagesResource desired = (PackagesResource) change.resource();
    PackagesResource before =
        change.before() instanceof PackagesResource there
            ? there
            : new PackagesResource(List.of(), List.of());
    return new PackagesUndo(desired, before, context.facts()).undo();
  }
}
