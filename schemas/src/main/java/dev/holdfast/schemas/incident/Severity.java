package dev.holdfast.schemas.incident;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How bad an incident is, the least first. */
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The severity of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static Severity of(String word) {
    for (Severity severity : values()) {
      if (severity.word().equals(word)) {
        return severity;
      }
    }
    throw new IllegalArgumentException(
        "'%s' is not a severity; there are %s"
            .formatted(
                word,
                Arrays.stream(values()).map(Severity::word).collect(Collectors.joining(", "))));
  }
}
