package dev.holdfast.schemas.event;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How much an event matters, the least first. */
public enum EventLevel {
  INFO,
  WARNING,
  ERROR;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * The level of this word.
   *
   * @throws IllegalArgumentException if there is none
   */
  @JsonCreator
  public static EventLevel of(String word) {
    for (EventLevel level : values()) {
      if (level.word().equals(word)) {
        return level;
      }
    }
    throw new IllegalArgumentException("'" + word + "' is not a level; info, warning or error");
  }
}
