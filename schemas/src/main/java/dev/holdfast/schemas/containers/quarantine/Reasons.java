package dev.holdfast.schemas.containers.quarantine;

import org.jspecify.annotations.Nullable;

/** Why somebody isolates or releases a container, in a line that others read. */
public final class Reasons {
  private static final int SHORTEST = 3;
  private static final int LONGEST = 500;

  private Reasons() {}

  /**
   * The reason without blanks around it.
   *
   * @throws IllegalArgumentException if it says nothing, or is no single line
   */
  public static String require(@Nullable String reason) {
    if (reason == null || reason.isBlank()) {
      throw new IllegalArgumentException("reason: is missing; say why");
    }
    String text = reason.strip();
    if (text.length() < SHORTEST || text.length() > LONGEST) {
      throw new IllegalArgumentException(
          "reason: write %d to %d characters".formatted(SHORTEST, LONGEST));
    }
    if (text.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          "reason: write it in one line, without control characters");
    }
    return text;
  }
}
