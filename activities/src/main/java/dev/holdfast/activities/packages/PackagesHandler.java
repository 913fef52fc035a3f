package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Changes;
import dev.holdfast.activities.resource.Diffs;
import dev.holdfast.activities.resource.ResourceHandler;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Facts;
import dev.holdfast.schemas.change.Resource.Packages;
import java.util.List;
import java.util.Optional;

/** Installs packages with apt; none that is there is upgraded. */
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
            "Install " + String.join(", ", missing),
            Change.Risk.MEDIUM,
            Diffs.unified(
                "packages", String.join("\n", present), String.join("\n", desired.names())),
            new Packages(present),
            desired));
  }

  @Override
  public String apply(Packages desired) {
    return """
    export DEBIAN_FRONTEND=noninteractive
    missing() {
      for package in %s; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' -- "$package" 2>/dev/null)" = installed ] ||
          printf ' %%s' "$package"
      done
    }
    install() {
      apt-get -qy -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold \\
        -o DPkg::Lock::Timeout=300 --no-upgrade install $(missing)
    }
    if [ -n "$(missing)" ]; then
      # What an apt that was killed has left behind.
      [ -z "$(dpkg --audit)" ] || dpkg --configure -a
      install || { apt-get -qy -o DPkg::Lock::Timeout=300 update && install; }
    fi
    [ -z "$(missing)" ] || fail "still not installed:$(missing)"
    """
        .formatted(Quoting.quote(desired.names()));
  }
}
