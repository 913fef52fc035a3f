package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.PackageFacts;
import dev.holdfast.schemas.change.PackagesResource;
import dev.holdfast.schemas.change.PackagesResource.Move;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How packages are unlike what is wanted, in words. */
record PackagesDifference(
    List<String> install,
    SortedMap<String, String> versions,
    List<String> remove,
    List<String> purge,
    List<String> hold,
    List<String> release) {

  static PackagesDifference of(PackagesResource desired, Facts facts) {
    SortedMap<String, String> versions = new TreeMap<>(desired.versions());
    versions.entrySet().removeIf(pin -> pin.getValue().equals(version(facts, pin.getKey())));
    List<String> purge =
        desired.purged().stream()
            .filter(name -> !Set.of("", "not-installed").contains(status(facts, name)))
            .toList();
    return new PackagesDifference(
        desired.names().stream().filter(name -> !facts.installed().contains(name)).toList(),
        versions,
        desired.removed().stream()
            .filter(name ->
                !Set.of("", "not-installed", PackageFacts.CONFIGURATION)
                    .contains(status(facts, name)))
            .filter(name -> !purge.contains(name))
            .toList(),
        purge,
        desired.held().stream().filter(name -> !held(facts, name)).toList(),
        desired.notHeld().stream().filter(name -> held(facts, name)).toList());
  }

  boolean isEmpty() {
    return Stream.of(install, remove, purge, hold, release).allMatch(List::isEmpty)
        && versions.isEmpty();
  }

  private static @Nullable String version(Facts facts, String name) {
    PackageFacts there = facts.kinds().find(PackageFacts.class, name);
    return there == null ? null : there.version();
  }

  private static String status(Facts facts, String name) {
    PackageFacts there = facts.kinds().find(PackageFacts.class, name);
    return there == null ? "" : there.status();
  }

  private static boolean held(Facts facts, String name) {
    PackageFacts there = facts.kinds().find(PackageFacts.class, name);
    return there != null && there.held();
  }

  /** What happens, with all that comes and goes with it. */
  String title(PackageFacts.@Nullable Run run, Facts facts) {
    List<String> parts = new ArrayList<>();
    add(
        parts,
        "install ",
        install.stream()
            .map(name -> versions.containsKey(name) ? name + " " + versions.get(name) : name)
            .toList());
    add(
        parts,
        "set ",
        versions.entrySet().stream()
            .filter(pin -> !install.contains(pin.getKey()))
            .map(pin ->
                "%s from version %s to %s"
                    .formatted(pin.getKey(), version(facts, pin.getKey()), pin.getValue()))
            .toList());
    add(parts, "remove ", remove);
    add(parts, "purge with its configuration ", purge);
    add(parts, "hold ", hold);
    add(parts, "take off hold ", release);
    String title = String.join("; ", parts);
    return Character.toUpperCase(title.charAt(0))
        + title.substring(1)
        + unknown(facts)
        + notes(run);
  }

  private static void add(List<String> parts, String verb, List<String> names) {
    if (!names.isEmpty()) {
      parts.add(verb + String.join(", ", names));
    }
  }

  private String unknown(Facts facts) {
    List<String> unknown =
        install.stream().filter(facts.unknownPackages().names()::contains).toList();
    return unknown.isEmpty()
        ? ""
        : " (%s: not in the server's package lists, which are fetched anew first)"
            .formatted(String.join(", ", unknown));
  }

  private String notes(PackageFacts.@Nullable Run run) {
    if (run == null) {
      return "";
    }
    StringBuilder notes = new StringBuilder();
    List<Move> others =
        run.moves().stream()
            .filter(move -> !install.contains(move.name()))
            .filter(move -> !versions.containsKey(move.name()))
            .filter(move -> !remove.contains(move.name()) && !purge.contains(move.name()))
            .toList();
    note(notes, "; with it come ", others, move -> move.from() == null);
    note(notes, "; with it go ", others, move -> move.to() == null);
    note(
        notes,
        "; with it change version ",
        others,
        move -> move.from() != null && move.to() != null);
    String lost =
        run.moves().stream()
            .filter(move -> move.from() != null && !move.returns())
            .map(move -> move.name() + " " + move.from())
            .collect(Collectors.joining(", "));
    if (!lost.isEmpty()) {
      notes.append(" (undo cannot bring back ").append(lost).append(": no repository has it)");
    }
    if (!run.interrupted().isEmpty()) {
      notes
          .append(" (first sets up what an interrupted run of dpkg left half-way: ")
          .append(String.join(", ", run.interrupted()))
          .append(')');
    }
    return notes.toString();
  }

  private static void note(
      StringBuilder notes, String words, List<Move> moves, Predicate<Move> which) {
    String names = moves.stream().filter(which).map(Move::name).collect(Collectors.joining(", "));
    if (!names.isEmpty()) {
      notes.append(words).append(names);
    }
  }

  /** The packages and their versions, before and after. */
  String diff(PackageFacts.@Nullable Run run) {
    SortedMap<String, String> before = new TreeMap<>();
    SortedMap<String, String> after = new TreeMap<>();
    install.forEach(name -> after.put(name, versions.getOrDefault(name, "")));
    remove.forEach(name -> before.put(name, ""));
    purge.forEach(name -> before.put(name, ""));
    for (Move move : run == null ? List.<Move>of() : run.moves()) {
      if (move.from() != null) {
        before.put(move.name(), move.from());
      }
      if (move.to() != null) {
        after.put(move.name(), move.to());
      }
    }
    hold.forEach(name -> after.merge(name, " on hold", String::concat));
    release.forEach(name -> before.merge(name, " on hold", String::concat));
    return Diffs.unified("packages", lines(before), lines(after));
  }

  static String lines(SortedMap<String, String> versions) {
    return versions.entrySet().stream()
        .map(entry -> (entry.getKey() + " " + entry.getValue()).strip())
        .collect(Collectors.joining("\n"));
  }
}
