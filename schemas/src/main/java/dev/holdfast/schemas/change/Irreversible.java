package dev.holdfast.schemas.change;

import java.util.Map;
import java.util.Optional;

/** Changes after which nothing is left to go back to, whatever has become of the server since. */
public final class Irreversible {
  private static final Map<String, String> REASONS =
      Map.of(
          "login-key:",
          "the old login key is gone; rotate again for another one, or give one of your own:"
              + " ./holdfast server set NAME --key FILE",
          "sudo-password:",
          "the old sudo password is gone; rotate again for another one, or set one of your own on"
              + " the server and give it: ./holdfast server set NAME --sudo-password-file FILE",
          "unused-",
          "what prune-containers removes is gone for good: pull or build images again, and restore"
              + " data from a backup");

  private Irreversible() {}

  /**
   * Why a change can never be undone, for people; empty where it can be, as far as is known before
   * its server is asked.
   *
   * @param change its id, which begins with what it is about
   */
  public static Optional<String> why(String change) {
    return REASONS.entrySet().stream()
        .filter(reason -> change.startsWith(reason.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
