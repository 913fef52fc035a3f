package dev.holdfast.platform.redaction;

/** Where lines begin and end, whose breaks are line feeds and carriage returns. */
final class Lines {
  private Lines() {}

  /** The beginning of the line at a place. */
  static int start(String text, int at) {
    int start = at;
    while (start > 0 && !isBreak(text.charAt(start - 1))) {
      start--;
    }
    return start;
  }

  /** The end of the line at a place, before its break. */
  static int end(String text, int at) {
    int end = at;
    while (end < text.length() && !isBreak(text.charAt(end))) {
      end++;
    }
    return end;
  }

  private static boolean isBreak(char c) {
    return c == '\n' || c == '\r';
  }
}
