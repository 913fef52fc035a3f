package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How urgent an operation is; {@code key} is Temporal's priority key, 1 is first. */
public enum Priority {
  CRITICAL(1),
  HIGH(2),
  NORMAL(3),
  LOW(4);

  private final int key;

  Priority(int key) {
    this.key = key;
  }

  public int key() {
    return key;
  }

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Priority of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
