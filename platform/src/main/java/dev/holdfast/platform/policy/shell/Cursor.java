package dev.holdfast.platform.policy.shell;

/** A place in a text. */
final class Cursor {
  static final char END = '\0';

  private final String text;
  private int at;

  Cursor(String text) {
    this.text = text;
  }

  /** Refuses characters that shells, terminals or locales treat differently. */
  static void check(String text) throws Unreadable {
    if (text.length() > ShellText.LONGEST) {
      throw new Unreadable(
          "it is longer than " + ShellText.LONGEST + " characters; run it in parts");
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\r') {
        throw new Unreadable("a carriage return (CR); end lines with LF alone");
      }
      if ((c < ' ' && c != '\t' && c != '\n') || c == 0x7f || (c >= 0x80 && c < 0xa0)) {
        throw new Unreadable("the control character U+%04X; remove it".formatted((int) c));
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < text.length()
          && Character.isLowSurrogate(text.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new Unreadable("half of a Unicode character; remove it");
      }
    }
  }

  /** The character here; {@link #END} behind the last. */
  char peek() {
    return peek(0);
  }

  char peek(int ahead) {
    return at + ahead < text.length() ? text.charAt(at + ahead) : END;
  }

  char next() {
    char c = peek();
    at++;
    return c;
  }

  void skip(int characters) {
    at += characters;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  boolean looksAt(String wanted) {
    return text.startsWith(wanted, at);
  }

  int position() {
    return at;
  }

  String since(int position) {
    return text.substring(position, Math.min(at, text.length()));
  }

  /** Skips to the end of the line; stands on the newline then. */
  void skipLine() {
    int end = text.indexOf('\n', at);
    at = end < 0 ? text.length() : end;
  }

  /** The rest of this line, behind whose newline it stands then. */
  String line() {
    int from = at;
    skipLine();
    String line = text.substring(from, at);
    at++;
    return line;
  }

  /** Skips blanks, and lines that go on in the next behind a blank. */
  void skipBlanks() throws Unreadable {
    while (true) {
      if (peek() == ' ' || peek() == '\t') {
        at++;
      } else if (peek() == '\\' && peek(1) == '\n') {
        if (at > 0 && " \t\n".indexOf(text.charAt(at - 1)) < 0) {
          throw new Unreadable("a line that continues within a word; put a blank before the \\");
        }
        at += 2;
      } else {
        return;
      }
    }
  }

  /** The name of a variable that begins here; empty if none does. */
  String name() {
    int from = at;
    if (isNameStart(peek())) {
      while (isNameStart(peek()) || isDigit(peek())) {
        at++;
      }
    }
    return since(from);
  }

  static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  /** Whether an unquoted character ends a word. */
  static boolean isMeta(char c) {
    return c == END || " \t\n;&|<>()".indexOf(c) >= 0;
  }
}
