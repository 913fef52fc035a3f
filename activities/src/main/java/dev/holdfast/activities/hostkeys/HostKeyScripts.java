package dev.holdfast.activities.hostkeys;

import dev.holdfast.activities.resource.Fragments;
import dev.holdfast.activities.resource.Scripts;
import dev.holdfast.activities.ssh.Quoting;
import dev.holdfast.schemas.change.HostKeysResource;
import dev.holdfast.schemas.change.HostKeysResource.Installed;
import dev.holdfast.schemas.server.HostKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What servers run to make, replace and forget host keys, as root. */
public final class HostKeyScripts {
  private static final String KEPT = Scripts.load(HostKeyScripts.class, "kept.sh");
  private static final String MAKE = KEPT + Scripts.load(HostKeyScripts.class, "make.sh");
  private static final String REPLACE = KEPT + Scripts.load(HostKeyScripts.class, "replace.sh");
  private static final String SHOW = Scripts.load(HostKeyScripts.class, "show.sh");
  private static final String MADE = "holdfast-host-key ";
  private static final int LEAST_RSA_BITS = 3072;

  private HostKeyScripts() {}

  /** Makes a new key for each of these, and keeps it aside; {@link #made} reads what it prints. */
  public static String make(HostKeysResource planned) {
    return Fragments.script(List.of()).strip()
        + "\nset -eu\n"
        + MAKE
        + "open_keep\n"
        + planned.keys().stream()
            .map(key -> "make " + Quoting.words(key.path(), type(key), bits(key)) + "\n")
            .collect(Collectors.joining());
  }

  /**
   * What was planned, with the keys that were made.
   *
   * @throws IllegalArgumentException if one of them is missing
   */
  public static HostKeysResource made(HostKeysResource planned, String stdout) {
    List<Installed> keys = new ArrayList<>();
    for (Installed key : planned.keys()) {
      HostKey made =
          stdout
              .lines()
              .filter(line -> line.startsWith(MADE) && line.endsWith(" " + key.path()))
              .map(line -> HostKey.parse(line.substring(MADE.length())))
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException("no new key was made for " + key.path()));
      keys.add(new Installed(key.path(), key.type(), key.bits(), made));
    }
    return new HostKeysResource(keys, planned.unit());
  }

  static String replace(HostKeysResource desired) {
    String unit = Quoting.quote(desired.unit());
    return REPLACE
        + "open_keep\n"
        + desired.keys().stream()
            .map(key ->
                "replace "
                    + Quoting.words(key.path(), Optional.ofNullable(key.key()).orElseThrow().line())
                    + "\n")
            .collect(Collectors.joining())
        + "sync /etc/ssh\nloaded\nsystemctl reload "
        + unit
        + "\nsystemctl is-active --quiet "
        + unit
        + " || fail \"sshd is not active after the reload\"\n";
  }

  /** Forgets what is kept aside but for these. */
  public static String forget(List<HostKey> but) {
    return Fragments.script(List.of()).strip()
        + "\nset -u\n"
        + KEPT
        + "[ -d \"$keep\" ] || exit 0\nfor file in \"$keep\"/*; do\n  case $file in\n"
        + but.stream()
            .map(key -> "    \"$(kept_as " + Quoting.quote(key.line()) + ")\") continue ;;\n")
            .collect(Collectors.joining())
        + "  esac\n  rm -f -- \"$file\"\ndone\n";
  }

  /** Prints the public halves of the keys that sshd is to use, each on a line. */
  public static String show() {
    return Fragments.script(List.of()).strip() + "\n" + KEPT + SHOW;
  }

  private static String type(Installed key) {
    return switch (key.type()) {
      case "ssh-ed25519" -> "ed25519";
      case "ssh-rsa" -> "rsa";
      case String type when type.startsWith("ecdsa-sha2-") -> "ecdsa";
      default -> throw new IllegalArgumentException("no new key can be made like " + key.path());
    };
  }

  /** 0 where the type says it. */
  private static String bits(Installed key) {
    return String.valueOf(
        switch (key.type()) {
          case "ssh-ed25519" -> 0;
          case "ssh-rsa" -> Math.max(key.bits(), LEAST_RSA_BITS);
          default -> key.bits();
        });
  }
}
