package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.PackageFacts;
import dev.holdfast.schemas.change.PackagesResource;
import dev.holdfast.schemas.serversetup.PackageInput;
import dev.holdfast.schemas.serversetup.ServerSetupInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What server-setup wants of packages, and what speaks against it. */
final class ServerSetupPackages {
  private final List<PackageInput> packages;
  private final Facts facts;
  private final List<String> refusals = new ArrayList<>();

  private ServerSetupPackages(List<PackageInput> packages, Facts facts) {
    this.packages = packages;
    this.facts = facts;
  }

  static FactsQuery query(ServerSetupInput input) {
    return FactsQuery.packages(input.installs())
        .and(
            FactsQuery.of(
                "packages", input.packages().stream().map(ServerSetupPackages::word).toList()));
  }

  /** As the facts are asked for: {@code +NAME}, {@code +NAME=VERSION} or {@code -NAME}. */
  private static String word(PackageInput entry) {
    return (entry.absent() ? "-" : "+")
        + entry.name()
        + (entry.version() == null ? "" : "=" + entry.version());
  }

  static PackagesResource resource(List<PackageInput> packages) {
    SortedMap<String, String> versions = new TreeMap<>();
    packages.stream()
        .filter(entry -> entry.version() != null)
        .forEach(entry -> versions.put(entry.name(), String.valueOf(entry.version())));
    return new PackagesResource(
        names(packages, entry -> !entry.absent()),
        List.of(),
        versions,
        names(packages, PackageInput::absent),
        names(packages, PackageInput::purge),
        names(packages, entry -> Boolean.TRUE.equals(entry.hold())),
        names(packages, entry -> Boolean.FALSE.equals(entry.hold())),
        List.of(),
        List.of());
  }

  private static List<String> names(List<PackageInput> packages, Predicate<PackageInput> which) {
    return List.copyOf(
        packages.stream()
            .filter(which)
            .map(PackageInput::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  static List<String> refusals(List<PackageInput> packages, Facts facts) {
    if (packages.isEmpty()) {
      return List.of();
    }
    if (facts.packageManager() == null) {
      return List.of(
          "packages: the server has no package manager that Holdfast knows (apt, dnf 4 or zypper);"
              + " leave packages out");
    }
    ServerSetupPackages found = new ServerSetupPackages(packages, facts);
    found.unknown();
    packages.forEach(found::entry);
    PackageFacts.Run run = facts.kinds().find(PackageFacts.Run.class, PackageFacts.RUN);
    if (run != null) {
      found.run(run);
    }
    return found.refusals;
  }

  private void unknown() {
    List<String> unknown =
        names(packages, entry -> facts.unknownPackages().names().contains(entry.name()));
    if (facts.unknownPackages().recent() && !unknown.isEmpty()) {
      refusals.add(
          "packages: %s: not in the server's package lists; correct the name, or add the repository"
              .formatted(String.join(", ", unknown)));
    }
  }

  private void entry(PackageInput entry) {
    PackageFacts there = facts.kinds().find(PackageFacts.class, entry.name());
    if (packages.stream().filter(other -> other.name().equals(entry.name())).count() > 1) {
      refusals.add("packages: %s is given more than once; give it once".formatted(entry.name()));
    }
    if (there == null) {
      return;
    }
    String version = entry.version();
    if (version != null
        && facts.unknownPackages().recent()
        && !there.available().isEmpty()
        && !version.equals(there.version())
        && !there.available().contains(version)) {
      refusals.add(
          "packages: the server's package lists have no version %s of %s; they have %s"
              .formatted(version, entry.name(), String.join(", ", there.available())));
    }
  }

  private void run(PackageFacts.Run run) {
    if (run.error() != null) {
      refusals.add(
          "packages: %s does not do this: %s".formatted(facts.packageManager(), run.error()));
    }
    if (!run.needed().isEmpty()) {
      refusals.add(
          "packages: this would remove %s, which the server or the login needs; leave what depends on it alone"
              .formatted(String.join(", ", new TreeSet<>(run.needed()))));
    }
    Set<String> declared =
        packages.stream()
            .filter(entry -> entry.hold() != null)
            .map(PackageInput::name)
            .collect(Collectors.toSet());
    run.held().stream()
        .filter(name -> !declared.contains(name))
        .sorted()
        .forEach(name ->
            refusals.add(
                "packages: %s is on hold in version %s, and this would change it; set \"hold\": false for it first"
                    .formatted(name, version(run, name))));
  }

  private static @Nullable String version(PackageFacts.Run run, String name) {
    return run.moves().stream()
        .filter(move -> move.name().equals(name))
        .findFirst()
        .map(PackagesResource.Move::from)
        .orElse("");
  }
}
