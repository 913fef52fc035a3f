package dev.holdfast.platform.policy.shell;

/** Reads words: quotes, expansions, and patterns. */
final class Words {
  private final Cursor cursor;
  private final Grammar grammar;
  private final Expansions expansions;

  Words(Cursor cursor, Grammar grammar, ShellFindings findings) {
    this.cursor = cursor;
    this.grammar = grammar;
    this.expansions = new Expansions(cursor, grammar, this, findings);
  }

  /** Reads the word that begins here. */
  Word read() throws Unreadable {
    int from = cursor.position();
    WordBuilder word = new WordBuilder();
    if (cursor.peek() == '~') {
      // Whose home it is only the server knows.
      cursor.skip(1);
      word.hole(false);
    }
    while (!Cursor.isMeta(cursor.peek())) {
      unquoted(word);
    }
    if (cursor.peek() == '(') {
      throw new Unreadable("'(' within a word; quote it");
    }
    String source = cursor.since(from);
    boolean descriptor = source.matches("\\{\\w+}|\\d\\d+");
    if (descriptor && (cursor.peek() == '<' || cursor.peek() == '>')) {
      throw new Unreadable("the file descriptor " + source + "; use one digit");
    }
    grammar.checkNoHereDocumentWaits(source);
    return word.word();
  }

  private void unquoted(WordBuilder word) throws Unreadable {
    char c = cursor.peek();
    switch (c) {
      case '\'' -> word.add(singleQuoted());
      case '"' -> doubleQuoted(word);
      case '$' -> expansions.dollar(word, false);
      case '`' -> {
        expansions.backquoted(false);
        word.hole(true);
      }
      case '\\' -> {
        cursor.skip(1);
        if (cursor.atEnd() || cursor.peek() == '\n') {
          throw new Unreadable("a line that continues within a word; put a blank before the \\");
        }
        word.add(cursor.next());
      }
      case '*', '?' -> {
        cursor.skip(1);
        word.pattern();
      }
      case '[' -> bracket(word);
      case '{' -> brace(word);
      default -> {
        if (isOddBlank(c)) {
          throw new Unreadable(
              "the blank U+%04X outside quotes; use an ordinary blank".formatted((int) c));
        }
        word.add(cursor.next());
      }
    }
  }

  /** A pattern, if its end can still come. */
  private void bracket(WordBuilder word) {
    cursor.skip(1);
    if (Cursor.isMeta(cursor.peek())) {
      word.add('[');
    } else if (cursor.peek() == '[' && Cursor.isMeta(cursor.peek(1))) {
      cursor.skip(1);
      word.add("[[");
    } else {
      word.pattern();
    }
  }

  /** Bash makes several words of {@code {a,b}}; {@code {}} is what {@code find} takes. */
  private void brace(WordBuilder word) {
    cursor.skip(1);
    if (cursor.peek() == '}') {
      cursor.skip(1);
      word.add("{}");
    } else if (Cursor.isMeta(cursor.peek())) {
      word.add('{');
    } else {
      word.pattern();
    }
  }

  String singleQuoted() throws Unreadable {
    cursor.skip(1);
    int from = cursor.position();
    while (cursor.peek() != '\'') {
      if (cursor.atEnd()) {
        throw new Unreadable("a quote (') without its end");
      }
      cursor.skip(1);
    }
    String quoted = cursor.since(from);
    cursor.skip(1);
    return quoted;
  }

  void doubleQuoted(WordBuilder word) throws Unreadable {
    cursor.skip(1);
    word.add("");
    while (cursor.peek() != '"') {
      if (cursor.atEnd()) {
        throw new Unreadable("a quote (\") without its end");
      }
      inDoubleQuotes(word, "$`\"\\");
    }
    cursor.skip(1);
  }

  /** One character or expansion between double quotes, or in a here-document. */
  void inDoubleQuotes(WordBuilder word, String escapable) throws Unreadable {
    char c = cursor.peek();
    switch (c) {
      case '$' -> expansions.dollar(word, true);
      case '`' -> {
        expansions.backquoted(true);
        word.hole(false);
      }
      case '\\' -> {
        cursor.skip(1);
        if (cursor.peek() == '\n') {
          cursor.skip(1);
        } else if (!cursor.atEnd() && escapable.indexOf(cursor.peek()) >= 0) {
          word.add(cursor.next());
        } else {
          word.add('\\');
        }
      }
      default -> word.add(cursor.next());
    }
  }

  /** Reads the body of a here-document that is expanded. */
  void document(String body) throws Unreadable {
    grammar.document(body);
  }

  private static boolean isOddBlank(char c) {
    return c > 0x7f
        && (Character.isWhitespace(c)
            || Character.isSpaceChar(c)
            || Character.getType(c) == Character.FORMAT);
  }
}
