package dev.holdfast.activities.credentials;

import dev.holdfast.schemas.change.AuthorizedKeyLine;
import dev.holdfast.schemas.server.HostKey;
import java.util.List;

/** The lines of an authorized_keys file that let a login key in. */
final class LoginKeyLines {
  private static final String TYPE = "ssh-ed25519";

  /** Stands for a key that is made after its plan; no key is written so. */
  private static final String TO_BE_MADE = "(a new key, made when this is applied)";

  private LoginKeyLines() {}

  /** The lines for a key; those of an authority of the same key are none. */
  static List<String> of(List<String> lines, HostKey key) {
    return lines.stream()
        .filter(line ->
            AuthorizedKeyLine.parse(line)
                .filter(it -> it.base64().equals(key.key()) && !it.authority())
                .isPresent())
        .toList();
  }

  /** The line for the key that is to be made, with what the old one's line restricts it to. */
  static String planned(String old, HostKey key, String comment) {
    String before = old.strip();
    String options =
        before.substring(0, before.indexOf(key.key())).strip().replaceFirst("\\S+$", "").strip();
    return (options.isEmpty() ? "" : options + " ") + TYPE + " " + TO_BE_MADE + " " + comment;
  }

  /** The planned line with the key that was made. */
  static String made(String planned, HostKey key) {
    return planned.replace(TO_BE_MADE, key.key());
  }
}
