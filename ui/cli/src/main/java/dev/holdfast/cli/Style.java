package dev.holdfast.cli;

import java.util.Locale;

/** Colours a text, or leaves it as it is; a colour never says what the words do not. */
public record Style(boolean colours) {

  public String bold(String text) {
    return paint("1", text);
  }

  public String dim(String text) {
    return paint("2", text);
  }

  public String good(String text) {
    return paint("32", text);
  }

  public String bad(String text) {
    return paint("31", text);
  }

  public String attention(String text) {
    return paint("33", text);
  }

  public String place(String text) {
    return paint("36", text);
  }

  /** The state of an operation or a server in its colour. */
  public String state(String state) {
    return switch (state.strip().toLowerCase(Locale.ROOT)) {
      case "succeeded", "unchanged", "approved", "healthy", "running" -> good(state);
      case "failed", "interrupted", "unreachable", "rejected", "unhealthy", "dead" -> bad(state);
      case "awaiting-approval", "paused", "parked", "cancelled" -> attention(state);
      default -> state;
    };
  }

  private String paint(String code, String text) {
    return colours ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
  }
}
