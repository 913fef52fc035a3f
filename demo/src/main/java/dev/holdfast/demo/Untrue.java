package dev.holdfast.demo;

/** The demo could not show what it claims; the message says what is wrong. */
final class Untrue extends RuntimeException {
  private static final long serialVersionUID = 1;

  Untrue(String message) {
    super(message);
  }

  /** Fails unless it is so. */
  static void unless(boolean so, String otherwise) {
    if (!so) {
      throw new Untrue(otherwise);
    }
  }
}
