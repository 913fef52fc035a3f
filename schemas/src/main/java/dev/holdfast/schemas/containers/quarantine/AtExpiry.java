package dev.holdfast.schemas.containers.quarantine;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What becomes of a quarantine when its time is over. */
public enum AtExpiry {
  /** The container is released. */
  RELEASE,
  /** It stays isolated until somebody has approved its release. */
  ASK;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static AtExpiry of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
