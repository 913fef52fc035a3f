package dev.holdfast.schemas.diagnosis;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** How bad a finding is. */
public enum Level {
  OK,
  /** Operations work, but slower or less safely than they could. */
  WARNING,
  /** Operations fail, or will. */
  PROBLEM,
  /** Not looked at, because something that it needs does not work. */
  SKIPPED;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  public static Level of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
