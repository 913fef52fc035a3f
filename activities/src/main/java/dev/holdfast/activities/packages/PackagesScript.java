package dev.holdfast.activities.packages;

import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.PackagesResource;
import java.util.Collection;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The scripts about packages: what the server's package manager says of them, and how it is made to
 * change them. Which manager that is, the server decides.
 */
final class PackagesScript {
  /** For {@code $asked_packages}. */
  static final String FACTS = shared() + load("facts.sh") + load("choose-facts.sh");

  private static final String APPLY = load("apply.sh");

  /** How long another run of the package manager is waited for. */
  private static final int LOCK_SECONDS = 300;

  private PackagesScript() {}

  /** Installs, removes and holds; nothing is purged by it but what {@code purged} names. */
  static String of(PackagesResource desired) {
    SortedSet<String> wanted = new TreeSet<>();
    desired.names().forEach(name -> wanted.add(word(name, desired)));
    desired.removed().forEach(name -> wanted.add("-" + name));
    return "login=root lock_seconds=%d wanted=%s purged=%s held=%s not_held=%s automatic=%s\n%s%s"
        .formatted(
            LOCK_SECONDS,
            words(wanted),
            words(desired.purged()),
            words(desired.held()),
            words(desired.notHeld()),
            words(desired.automatic()),
            shared(),
            chosen(APPLY, "change"));
  }

  /** Purges packages with what came only with them. */
  static String purge(Collection<String> names) {
    return "login=root lock_seconds=%d wanted= purged=%s held= not_held= automatic=\n%s%s"
        .formatted(LOCK_SECONDS, words(names), shared(), chosen(load("purge.sh"), "purge"));
  }

  /** Does it by the package manager that the server has. */
  private static String chosen(String apt, String verb) {
    return """
    case $(package_manager) in
      apt)
    %s
        ;;
      dnf)
        asked_packages= needed_files=$(needed_files root)
        dnf_program %s || exit 1
        ;;
      zypper) zypper_%s ;;
      *) fail "the server has no package manager that Holdfast knows (apt, dnf 4 or zypper)" ;;
    esac
    """
        .formatted(apt, verb, verb);
  }

  private static String shared() {
    return load("needed.sh", "packages.sh", "dnf.sh", "zypper.sh", "manager.sh")
        + "program_of_dnf=$(cat <<'HOLDFAST-DNF'\n"
        + load("dnf.py")
        + "HOLDFAST-DNF\n)\n";
  }

  private static String load(String... names) {
    return Scripts.load(PackagesScript.class, names);
  }

  private static String word(String name, PackagesResource desired) {
    String version = desired.versions().get(name);
    return "+" + name + (version == null ? "" : "=" + version);
  }

  private static String words(Collection<String> names) {
    return Quoting.quote(String.join(" ", names));
  }
}
