package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.Inverse;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.PackageFacts;
import dev.holdfast.schemas.change.PackagesResource;
import dev.holdfast.schemas.change.PackagesResource.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Undoes a change of packages: what came is purged with what came only with it, what went comes
 * back, and what changed its version goes back to it.
 */
final class PackagesUndo {
  private final PackagesResource desired;
  private final PackagesResource before;
  private final Facts facts;
  private final SortedSet<String> absent = new TreeSet<>();
  private final SortedSet<String> removed = new TreeSet<>();
  private final SortedMap<String, String> back = new TreeMap<>();
  private final SortedSet<String> automatic = new TreeSet<>();
  private final List<Move> moves = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  PackagesUndo(PackagesResource desired, PackagesResource before, Facts facts) {
    this.desired = desired;
    this.before = before;
    this.facts = facts;
  }

  Inverse undo() {
    desired.moves().forEach(this::move);
    named();
    List<String> hold = before.held().stream().filter(this::stays).toList();
    List<String> release = before.notHeld().stream().filter(this::stays).toList();
    boolean holds =
        hold.stream().anyMatch(name -> !held(name)) || release.stream().anyMatch(this::held);
    if (!refusals.isEmpty()) {
      return new Inverse.Refused(String.join("; ", refusals));
    }
    if (absent.isEmpty() && removed.isEmpty() && back.isEmpty() && !holds) {
      return Inverse.NOTHING;
    }
    SortedMap<String, String> versions = new TreeMap<>(back);
    versions.values().removeIf(String::isEmpty);
    PackagesResource inverse =
        new PackagesResource(
            List.copyOf(back.keySet()),
            List.copyOf(absent),
            versions,
            List.copyOf(removed),
            List.of(),
            hold,
            release,
            List.copyOf(automatic),
            moves);
    return new Inverse.By(
        Changes.of(
            title(hold, release),
            Change.Risk.MEDIUM,
            diff(),
            PackagesHandler.present(inverse, facts),
            inverse));
  }

  private boolean stays(String name) {
    return !absent.contains(name) && !removed.contains(name);
  }

  /** Whether its configuration was there before without it. */
  private boolean configured(String name) {
    return before.removed().contains(name) && !before.purged().contains(name);
  }

  private @Nullable String version(String name) {
    PackageFacts there = facts.kinds().find(PackageFacts.class, name);
    return there == null ? null : there.version();
  }

  private boolean held(String name) {
    PackageFacts there = facts.kinds().find(PackageFacts.class, name);
    return there != null && there.held();
  }

  private void move(Move move) {
    String now = version(move.name());
    if (Objects.equals(now, move.from())) {
      return;
    }
    if (move.from() == null) {
      if (desired.names().contains(move.name())) {
        (configured(move.name()) ? removed : absent).add(move.name());
      }
      moves.add(reversed(move));
      return;
    }
    if (!Objects.equals(now, move.to())) {
      refusals.add(
          "the package %s has %s by now: undo that first, or change it by hand"
              .formatted(move.name(), now == null ? "been removed" : "version " + now));
      return;
    }
    PackageFacts there = facts.kinds().find(PackageFacts.class, move.name());
    if (there == null || !there.available().contains(move.from())) {
      refusals.add(
          "no repository has version %s of %s; they have %s"
              .formatted(
                  move.from(),
                  move.name(),
                  there == null || there.available().isEmpty()
                      ? "none"
                      : String.join(", ", there.available())));
      return;
    }
    back.put(move.name(), move.from());
    if (move.automatic()) {
      automatic.add(move.name());
    }
    moves.add(reversed(move));
  }

  /** What came or changed only with others does so, too, when the undo is undone. */
  private Move reversed(Move move) {
    boolean named = desired.names().contains(move.name());
    return move.reversed(!named && (move.from() == null || move.automatic()));
  }

  /** What was not known beforehand how the package manager would do it. */
  private void named() {
    for (String name : desired.names()) {
      if (!before.names().contains(name)
          && facts.installed().contains(name)
          && desired.moves().stream().noneMatch(move -> move.name().equals(name))) {
        absent.add(name);
      }
    }
    for (String name : desired.absent()) {
      if (before.names().contains(name) && !facts.installed().contains(name)) {
        back.putIfAbsent(name, "");
      }
    }
  }

  private String title(List<String> hold, List<String> release) {
    List<String> parts = new ArrayList<>();
    if (!absent.isEmpty()) {
      parts.add("purge " + String.join(", ", absent) + ", and what came only with it");
    }
    if (!removed.isEmpty()) {
      parts.add("remove " + String.join(", ", removed));
    }
    if (!back.isEmpty()) {
      parts.add(
          "install "
              + String.join(
                  ", ",
                  back.entrySet().stream()
                      .map(entry -> (entry.getKey() + " " + entry.getValue()).strip())
                      .toList()));
    }
    List<String> held = hold.stream().filter(name -> !held(name)).toList();
    if (!held.isEmpty()) {
      parts.add("hold " + String.join(", ", held));
    }
    List<String> released = release.stream().filter(this::held).toList();
    if (!released.isEmpty()) {
      parts.add("take off hold " + String.join(", ", released));
    }
    String title = String.join("; ", parts);
    return Character.toUpperCase(title.charAt(0)) + title.substring(1);
  }

  private String diff() {
    SortedMap<String, String> now = new TreeMap<>();
    SortedMap<String, String> then = new TreeMap<>(back);
    Set<String> names = new TreeSet<>(absent);
    names.addAll(removed);
    names.addAll(back.keySet());
    moves.stream().map(Move::name).forEach(names::add);
    for (String name : names) {
      String version = version(name);
      if (version != null) {
        now.put(name, version);
      }
    }
    return Diffs.unified("packages", PackagesDifference.lines(now), PackagesDifference.lines(then));
  }
}
