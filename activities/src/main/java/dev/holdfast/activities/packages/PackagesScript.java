package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.PackagesResource;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/** The scripts about packages: what apt says of them, and how it is made to change them. */
final class PackagesScript {
  /** For {@code $asked_packages}. */
  static final String FACTS = Scripts.load(PackagesScript.class, "packages.sh", "facts.sh");

  private static final String APPLY = Scripts.load(PackagesScript.class, "packages.sh", "apply.sh");

  /** How long another run of the package manager is waited for. */
  private static final int LOCK_SECONDS = 300;

  private PackagesScript() {}

  /** Installs, removes and holds; nothing is purged by it but what {@code purged} names. */
  static String of(PackagesResource desired) {
    SortedSet<String> wanted = new TreeSet<>();
    desired.names().forEach(name -> wanted.add(word(name, desired)));
    desired.removed().forEach(name -> wanted.add("-" + name));
    return "login=root lock_seconds=%d wanted=%s purged=%s held=%s not_held=%s automatic=%s\n%s"
        .formatted(
            LOCK_SECONDS,
            words(wanted),
            words(desired.purged()),
            words(desired.held()),
            words(desired.notHeld()),
            words(desired.automatic()),
            APPLY);
  }

  private static String word(String name, PackagesResource desired) {
    String version = desired.versions().get(name);
    return "+" + name + (version == null ? "" : "=" + version);
  }

  private static String words(Collection<String> names) {
    return Quoting.quote(String.join(" ", names));
  }
}
