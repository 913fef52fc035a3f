package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.resource.Undo;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.FactsQuery;
import dev.holdfast.schemas.change.Resource.Packages;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Installs packages with apt, and purges them; none that is there is upgraded. */
public final class PackagesHandler implements ResourceHandler<Packages> {

  @Override
  public Optional<Change> compare(Packages desired, Facts facts) {
    List<String> missing =
        desired.names().stream().filter(name -> !facts.installed().contains(name)).toList();
    if (missing.isEmpty()) {
      return Optional.empty();
    }
    List<String> present =
        desired.names().stream().filter(name -> facts.installed().contains(name)).toList();
    return Optional.of(
        Changes.of(
            "Install " + String.join(", ", missing) + unknown(missing, facts),
            Change.Risk.MEDIUM,
            Diffs.unified(
                "packages", String.join("\n", present), String.join("\n", desired.names())),
            new Packages(present),
            desired));
  }

  private static String unknown(List<String> missing, Facts facts) {
    List<String> unknown =
        missing.stream().filter(facts.unknownPackages().names()::contains).toList();
    return unknown.isEmpty()
        ? ""
        : " (%s: not in the server's package lists, which are fetched anew first)"
            .formatted(String.join(", ", unknown));
  }

  @Override
  public String apply(Packages desired) {
    return """
    export DEBIAN_FRONTEND=noninteractive
    installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' -- "$1" 2>/dev/null)" = installed ]; }
    # Another package may be it: apt says so by having nothing to install.
    provided() {
      [ -n "$(dpkg-query -W -f='${db:Status-Status} ${Provides}\\n' | sed -n 's/^installed //p' | sed 's/([^)]*)//g' |
        tr ',' '\\n' | tr -d ' ' | grep -Fx -- "$1")" ] && apt-cache -q policy -- "$1" | grep -q 'Candidate: (none)'
    }
    missing() {
      for package in %s; do
        installed "$package" || provided "$package" || printf ' %%s' "$package"
      done
    }
    install() {
      apt-get -qy -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \\
        -o DPkg::Lock::Timeout=300 --no-upgrade install $(missing)
    }
    # unknown: what the lists, as they are now, do not have
    unknown() {
      for package in $(missing); do
        apt-cache -q policy -- "$package" | grep -q 'Candidate: [^(]' || printf ' %%s' "$package"
      done
    }
    if [ -n "$(missing)" ]; then
      # What an apt that was killed has left behind.
      [ -z "$(dpkg --audit)" ] || dpkg --configure -a
      if [ -n "$(unknown)" ] || ! install; then
        apt-get -qy -o DPkg::Lock::Timeout=300 update
        [ -z "$(unknown)" ] || fail "apt has no package to install for:$(unknown)"
        install
      fi
    fi
    [ -z "$(missing)" ] || fail "still not installed:$(missing)"
    """
            .formatted(Quoting.quote(desired.names()))
        + (desired.absent().isEmpty() ? "" : PackagePurge.script(desired.absent()));
  }

  @Override
  public String remove(Packages there) {
    return PackagePurge.script(there.names());
  }

  @Override
  public FactsQuery query(Packages packages) {
    return FactsQuery.packages(packages.names()).and(FactsQuery.packages(packages.absent()));
  }

  @Override
  public Undo undo(Change change, Undo.Context context) {
    Packages desired = (Packages) change.resource();
    Packages before = change.before() instanceof Packages there ? there : new Packages(List.of());
    Set<String> installed = context.facts().installed();
    List<String> gone =
        desired.names().stream()
            .filter(name -> !before.names().contains(name) && installed.contains(name))
            .toList();
    List<String> back =
        desired.absent().stream()
            .filter(name -> before.names().contains(name) && !installed.contains(name))
            .toList();
    if (gone.isEmpty() && back.isEmpty()) {
      return Undo.NOTHING;
    }
    List<String> present =
        Stream.concat(desired.names().stream(), desired.absent().stream())
            .filter(installed::contains)
            .toList();
    List<String> after = new ArrayList<>(present);
    after.removeAll(gone);
    after.addAll(back);
    return new Undo.By(
        Changes.of(
            gone.isEmpty()
                ? "Install " + String.join(", ", back)
                : "Purge " + String.join(", ", gone) + ", and what came only with it",
            Change.Risk.MEDIUM,
            Diffs.unified("packages", String.join("\n", present), String.join("\n", after)),
            new Packages(present),
            new Packages(back, gone)));
  }
}
