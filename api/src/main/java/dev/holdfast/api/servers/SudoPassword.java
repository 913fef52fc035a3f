package dev.holdfast.api.servers;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Checks that a text can be typed as a password. */
final class SudoPassword {
  private static final int MOST = 1024;

  private SudoPassword() {}

  /** What is wrong with the text; empty if there is none, or a good one. */
  static Optional<String> fault(@Nullable String password) {
    if (password == null) {
      return Optional.empty();
    }
    if (password.isEmpty()) {
      return Optional.of("is empty; leave it out where sudo asks for no password");
    }
    if (password.length() > MOST) {
      return Optional.of("is longer than " + MOST + " characters");
    }
    return password.chars().anyMatch(c -> c == '\n' || c == '\r' || c == 0)
        ? Optional.of("has a line break or NUL in it, which nobody can type")
        : Optional.empty();
  }
}
