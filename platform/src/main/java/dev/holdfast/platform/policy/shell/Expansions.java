package dev.holdfast.platform.policy.shell;

/** Reads what begins with {@code $} or a backquote. */
final class Expansions {
  private static final String SPECIAL = "@*#?-$!";
  private static final String ARITHMETIC = "+-*/%<>=!&|^~?:, \t\n";

  private final Cursor cursor;
  private final Grammar grammar;
  private final Words words;
  private final ShellFindings findings;

  Expansions(Cursor cursor, Grammar grammar, Words words, ShellFindings findings) {
    this.cursor = cursor;
    this.grammar = grammar;
    this.words = words;
    this.findings = findings;
  }

  void dollar(WordBuilder word, boolean quoted) throws Unreadable {
    cursor.skip(1);
    char c = cursor.peek();
    if (c == '(') {
      if (cursor.peek(1) == '(') {
        cursor.skip(2);
        arithmetic();
      } else {
        cursor.skip(1);
        grammar.substitution();
      }
      word.hole(!quoted);
    } else if (c == '{') {
      cursor.skip(1);
      word.hole(braced(quoted) || !quoted);
    } else if (Cursor.isNameStart(c)) {
      var _ = cursor.name();
      word.hole(!quoted);
    } else if (Cursor.isDigit(c) || (c != Cursor.END && SPECIAL.indexOf(c) >= 0)) {
      cursor.skip(1);
      word.hole(!quoted || c == '@');
    } else if (c == '[') {
      throw new Unreadable("$[ ], which shells read differently; use $(( ))");
    } else if (c == '\\') {
      throw new Unreadable("$\\, which shells read differently; quote the $");
    } else if (!quoted && (c == '\'' || c == '"')) {
      throw new Unreadable(
          "$%c…%c, which shells read differently; leave the $ out".formatted(c, c));
    } else {
      word.add('$');
    }
  }

  /** Behind <code>${</code>; returns whether it may be several words even between quotes. */
  private boolean braced(boolean quoted) throws Unreadable {
    boolean length = cursor.peek() == '#' && cursor.peek(1) != '}';
    if (length) {
      cursor.skip(1);
    }
    char first = cursor.peek();
    String name = cursor.name();
    if (name.isEmpty()) {
      if (Cursor.isDigit(first)) {
        while (Cursor.isDigit(cursor.peek())) {
          cursor.skip(1);
        }
      } else if (first != Cursor.END && SPECIAL.indexOf(first) >= 0) {
        cursor.skip(1);
      } else {
        throw unknown();
      }
    }
    if (cursor.peek() == '}') {
      cursor.skip(1);
      return first == '@';
    }
    if (length) {
      throw unknown();
    }
    operator(name);
    grammar.deeper();
    operand(quoted);
    grammar.shallower();
    return first == '@' || !quoted;
  }

  private void operator(String name) throws Unreadable {
    char c = cursor.next();
    if (c == ':') {
      c = cursor.next();
      if ("-=+?".indexOf(c) < 0) {
        throw unknown();
      }
    } else if ((c == '%' || c == '#') && cursor.peek() == c) {
      cursor.skip(1);
    } else if ("-=+?%#".indexOf(c) < 0) {
      throw unknown();
    }
    if (c == '=') {
      findings.assigned(name, false);
      grammar.assigns(name);
    }
  }

  private void operand(boolean quoted) throws Unreadable {
    WordBuilder unused = new WordBuilder();
    while (cursor.peek() != '}') {
      switch (cursor.peek()) {
        case '$' -> dollar(unused, quoted);
        case '`' -> backquoted(quoted);
        case '\'', '"', '\\', '{', '<', '>', '(', ')', '\n', Cursor.END -> {
          if (quoted || (cursor.peek() != '\'' && cursor.peek() != '"')) {
            throw unknown();
          }
          if (cursor.peek() == '"') {
            words.doubleQuoted(unused);
          } else {
            var _ = words.singleQuoted();
          }
        }
        default -> cursor.skip(1);
      }
    }
    cursor.skip(1);
  }

  private static Unreadable unknown() {
    return new Unreadable(
        "${…} in a form that shells read differently; use $NAME, ${NAME:-word} or the like");
  }

  /** Behind {@code $((}. */
  private void arithmetic() throws Unreadable {
    int open = 0;
    while (open > 0 || !cursor.looksAt("))")) {
      char c = cursor.peek();
      if (c == '(') {
        open++;
        cursor.skip(1);
      } else if (c == ')' && open > 0) {
        open--;
        cursor.skip(1);
      } else if (Cursor.isNameStart(c)) {
        findings.counted(cursor.name());
      } else if (Cursor.isDigit(c)) {
        number();
      } else if (c == '$') {
        variable();
      } else if (c != Cursor.END && ARITHMETIC.indexOf(c) >= 0) {
        cursor.skip(1);
      } else {
        throw new Unreadable("$(( )) with more than numbers, variables and operators");
      }
    }
    cursor.skip(2);
  }

  private void number() {
    while (Cursor.isDigit(cursor.peek()) || Cursor.isNameStart(cursor.peek())) {
      cursor.skip(1);
    }
  }

  private void variable() throws Unreadable {
    cursor.skip(1);
    if (cursor.peek() == '#' || cursor.peek() == '?') {
      cursor.skip(1);
      return;
    }
    boolean braced = cursor.peek() == '{';
    if (braced) {
      cursor.skip(1);
    }
    String name = cursor.name();
    if (name.isEmpty() || (braced && cursor.next() != '}')) {
      throw new Unreadable("$(( )) with more than numbers, variables and operators");
    }
    findings.counted(name);
  }

  /** From a backquote to the next; what is between is a text of its own. */
  void backquoted(boolean quoted) throws Unreadable {
    cursor.skip(1);
    int from = cursor.position();
    while (cursor.peek() != '`') {
      if (cursor.atEnd()) {
        throw new Unreadable("a backquote without its end");
      }
      if (cursor.peek() == '\\' || (quoted && cursor.peek() == '"')) {
        throw new Unreadable("a backslash or a quote between backquotes; use $(…)");
      }
      cursor.skip(1);
    }
    String inner = cursor.since(from);
    cursor.skip(1);
    grammar.inner(inner);
  }
}
