package dev.holdfast.schemas.containers.monitor;

import java.util.Locale;

/** What a container can do too much of. */
public enum ViolationKind {
  /** In percent of what it may use. */
  CPU("%"),
  /** In percent of what it may use. */
  MEMORY("%"),
  CONNECTIONS(""),
  PROCESSES(""),
  /** Connections to where it is not expected to connect to. */
  DESTINATION("");

  private final String unit;

  ViolationKind(String unit) {
    this.unit = unit;
  }

  /** The name that it has outside the program. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** What is written after its figures. */
  public String unit() {
    return unit;
  }

  public static ViolationKind of(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
