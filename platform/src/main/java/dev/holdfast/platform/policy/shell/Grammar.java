package dev.holdfast.platform.policy.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Reads lists, pipelines and compound commands by recursive descent. */
final class Grammar {
  private static final int DEEPEST = 40;
  private static final Set<String> RESERVED =
      Set.of(
          "if",
          "then",
          "elif",
          "else",
          "fi",
          "for",
          "in",
          "do",
          "done",
          "while",
          "until",
          "case",
          "esac",
          "{",
          "}",
          "!",
          "function",
          "select",
          "coproc",
          "[[",
          "]]",
          "time");
  private static final Set<String> ONLY_BASH = Set.of("function", "select", "coproc");

  /** Bash runs what stands in an index, once arithmetic gets to see it. */
  private static final Pattern INDEX = Pattern.compile("(?s)[^\\[]*\\[[^$`]*[$`].*");

  private final Cursor cursor;
  private final ShellFindings findings;
  private final Words words;
  private final Redirections redirections;
  private int depth;
  private int substitutions;
  private final List<String> assigning = new ArrayList<>();

  Grammar(Cursor cursor, ShellFindings findings, int depth) {
    this.cursor = cursor;
    this.findings = findings;
    this.words = new Words(cursor, this, findings);
    this.redirections = new Redirections(cursor, words, findings);
    this.depth = depth;
  }

  /** Reads everything. */
  void whole() throws Unreadable {
    list(Set.of());
    if (!cursor.atEnd()) {
      throw syntax();
    }
    redirections.checkNoneWaits();
    flushAssignments();
  }

  /** Reads a text that stands within this one. */
  void inner(String text) throws Unreadable {
    deeper();
    new Grammar(new Cursor(text), findings, depth).whole();
    depth--;
  }

  /** Reads the expansions in a here-document. */
  void document(String body) throws Unreadable {
    deeper();
    new Grammar(new Cursor(body), findings, depth).expansions();
    depth--;
  }

  private void expansions() throws Unreadable {
    WordBuilder unused = new WordBuilder();
    while (!cursor.atEnd()) {
      words.inDoubleQuotes(unused, "$`\\");
    }
    flushAssignments();
  }

  /** Behind {@code $(}: a list up to its end. */
  void substitution() throws Unreadable {
    deeper();
    substitutions++;
    list(Set.of());
    expect(')');
    substitutions--;
    depth--;
  }

  /** An expansion sets a variable. */
  void assigns(String variable) {
    assigning.add(variable);
  }

  /** Shells differ in where the document begins when the line goes on within a word. */
  void checkNoHereDocumentWaits(String word) throws Unreadable {
    if (word.indexOf('\n') >= 0) {
      redirections.checkNoneWaits();
    }
  }

  private void list(Set<String> ends) throws Unreadable {
    while (true) {
      newlines();
      if (cursor.atEnd() || cursor.peek() == ')' || cursor.looksAt(";;")) {
        return;
      }
      if (ends.contains(reserved())) {
        return;
      }
      andOr();
      cursor.skipBlanks();
      char c = cursor.peek();
      if (c == ';' && cursor.peek(1) == '&') {
        throw new Unreadable(";&, which only some shells know");
      }
      if ((c == ';' && cursor.peek(1) != ';') || c == '&') {
        cursor.skip(1);
      } else if (c != '\n' && c != ')' && !cursor.atEnd() && !cursor.looksAt(";;")) {
        throw syntax();
      }
    }
  }

  private void andOr() throws Unreadable {
    pipeline();
    cursor.skipBlanks();
    while (cursor.looksAt("&&") || cursor.looksAt("||")) {
      cursor.skip(2);
      newlines();
      pipeline();
      cursor.skipBlanks();
    }
  }

  private void pipeline() throws Unreadable {
    cursor.skipBlanks();
    while (reserved().equals("!")) {
      cursor.skip(1);
      cursor.skipBlanks();
    }
    command();
    cursor.skipBlanks();
    while (cursor.peek() == '|' && cursor.peek(1) != '|') {
      cursor.skip(cursor.peek(1) == '&' ? 2 : 1);
      newlines();
      command();
      cursor.skipBlanks();
    }
  }

  private void command() throws Unreadable {
    deeper();
    if (cursor.peek() == '(') {
      subshell();
    } else {
      String word = reserved();
      switch (word) {
        case "{" -> {
          cursor.skip(1);
          list(Set.of("}"));
          word("}");
        }
        case "if" -> conditional();
        case "while", "until" -> {
          word(word);
          list(Set.of("do"));
          body();
        }
        case "for" -> loop();
        case "case" -> choice();
        case "", "time", "[[" -> {
          if (function()) {
            return;
          }
          simple(word);
          depth--;
          return;
        }
        default ->
            throw ONLY_BASH.contains(word)
                ? new Unreadable("'" + word + "', which only some shells know; write it without")
                : syntax();
      }
    }
    trailingRedirections();
    depth--;
  }

  private void subshell() throws Unreadable {
    if (cursor.peek(1) == '(') {
      throw new Unreadable("((, which shells read differently; use $(( )), or put a blank between");
    }
    cursor.skip(1);
    list(Set.of());
    expect(')');
  }

  private void conditional() throws Unreadable {
    word("if");
    list(Set.of("then"));
    word("then");
    list(Set.of("elif", "else", "fi"));
    while (reserved().equals("elif")) {
      word("elif");
      list(Set.of("then"));
      word("then");
      list(Set.of("elif", "else", "fi"));
    }
    if (reserved().equals("else")) {
      word("else");
      list(Set.of("fi"));
    }
    word("fi");
  }

  private void body() throws Unreadable {
    word("do");
    list(Set.of("done"));
    word("done");
  }

  private void loop() throws Unreadable {
    word("for");
    cursor.skipBlanks();
    String variable = cursor.name();
    if (variable.isEmpty() || !Cursor.isMeta(cursor.peek())) {
      throw new Unreadable("'for' without a variable's name");
    }
    assigning.add(variable);
    newlines();
    if (reserved().equals("in")) {
      word("in");
      cursor.skipBlanks();
      while (!Cursor.isMeta(cursor.peek())) {
        findings.assigned(variable, isNumber(words.read()));
        cursor.skipBlanks();
      }
    } else {
      findings.assigned(variable, false);
    }
    cursor.skipBlanks();
    if (cursor.peek() == ';') {
      cursor.skip(1);
    }
    newlines();
    body();
  }

  private void choice() throws Unreadable {
    word("case");
    cursor.skipBlanks();
    operand();
    newlines();
    word("in");
    newlines();
    while (!reserved().equals("esac")) {
      if (cursor.peek() == '(') {
        cursor.skip(1);
        cursor.skipBlanks();
      }
      operand();
      cursor.skipBlanks();
      while (cursor.peek() == '|') {
        cursor.skip(1);
        cursor.skipBlanks();
        operand();
        cursor.skipBlanks();
      }
      expect(')');
      list(Set.of("esac"));
      if (cursor.looksAt(";;")) {
        if (cursor.peek(2) == '&') {
          throw new Unreadable(";;&, which only some shells know");
        }
        cursor.skip(2);
      } else if (!reserved().equals("esac")) {
        throw syntax();
      }
      newlines();
    }
    word("esac");
  }

  private void operand() throws Unreadable {
    if (Cursor.isMeta(cursor.peek())) {
      throw syntax();
    }
    var _ = words.read();
  }

  /** {@code name() compound}; what is in it counts as if it were run here. */
  private boolean function() throws Unreadable {
    int from = cursor.position();
    String name = cursor.name();
    cursor.skipBlanks();
    if (name.isEmpty() || cursor.peek() != '(') {
      cursor.skip(from - cursor.position());
      return false;
    }
    cursor.skip(1);
    cursor.skipBlanks();
    expect(')');
    newlines();
    if (cursor.peek() != '(' && !reserved().equals("{")) {
      throw new Unreadable("a function whose body is not between { and }");
    }
    depth--;
    command();
    return true;
  }

  private void simple(String keyword) throws Unreadable {
    List<Word> found = new ArrayList<>();
    List<String> assigned = new ArrayList<>();
    int mark = assigning.size();
    while (true) {
      cursor.skipBlanks();
      char c = cursor.peek();
      if (c == '#') {
        cursor.skipLine();
        break;
      }
      if (redirections.read(substitutions > 0)) {
        continue;
      }
      if (c == '(') {
        throw new Unreadable("'(' within a command; quote it");
      }
      if (Cursor.isMeta(c)) {
        break;
      }
      if (!found.isEmpty() || !assignment(assigned)) {
        found.add(words.read());
      }
    }
    assigned.addAll(assigning.subList(mark, assigning.size()));
    assigning.subList(mark, assigning.size()).clear();
    if (keyword.equals("time") && found.stream().skip(1).anyMatch(Grammar::isReserved)) {
      throw new Unreadable("'time' before a compound command; use sh -c");
    }
    if (keyword.equals("[[")) {
      Conditions.check(found, cursor);
    }
    if (found.isEmpty() && assigned.isEmpty() && !redirections.used()) {
      throw syntax();
    }
    findings.command(new SimpleCommand(found, assigned));
  }

  private static boolean isReserved(Word word) {
    return word.known() && RESERVED.contains(word.start());
  }

  /** Reads {@code NAME=value}, if that is what begins here. */
  private boolean assignment(List<String> assigned) throws Unreadable {
    int from = cursor.position();
    String name = cursor.name();
    char c = cursor.peek();
    if (name.isEmpty() || (c != '=' && c != '[' && !(c == '+' && cursor.peek(1) == '='))) {
      cursor.skip(from - cursor.position());
      return false;
    }
    if (c != '=') {
      throw new Unreadable(name + c + "…, which only some shells take for an assignment");
    }
    cursor.skip(1);
    if (cursor.peek() == '(') {
      throw new Unreadable("an array, which only some shells know");
    }
    int value = cursor.position();
    Word word = Cursor.isMeta(cursor.peek()) ? Word.of("") : words.read();
    String source = cursor.since(value);
    if (word.known() && INDEX.matcher(word.start()).matches()) {
      throw new Unreadable("a value with [ and $ or `, which arithmetic would run");
    }
    findings.assigned(name, isNumber(word) || isArithmetic(source));
    assigned.add(name);
    return true;
  }

  private static boolean isArithmetic(String source) {
    return source.startsWith("$((") && source.indexOf("))") == source.length() - 2;
  }

  private static boolean isNumber(Word word) {
    return word.known() && word.start().matches("-?[0-9]{1,18}");
  }

  private void trailingRedirections() throws Unreadable {
    cursor.skipBlanks();
    while (redirections.read(substitutions > 0)) {
      cursor.skipBlanks();
    }
  }

  private void flushAssignments() throws Unreadable {
    if (!assigning.isEmpty()) {
      findings.command(new SimpleCommand(List.of(), assigning));
      assigning.clear();
    }
  }

  /** Skips blanks, comments and newlines; here-documents begin behind a newline. */
  private void newlines() throws Unreadable {
    while (true) {
      cursor.skipBlanks();
      if (cursor.peek() == '#') {
        cursor.skipLine();
      } else if (cursor.peek() == '\n') {
        if (substitutions > 0) {
          redirections.checkNoneWaits();
        }
        cursor.skip(1);
        redirections.documents();
      } else {
        return;
      }
    }
  }

  /** The reserved word that begins here; empty if none does. */
  private String reserved() {
    for (int length = 1; length <= 8; length++) {
      if (Cursor.isMeta(cursor.peek(length))) {
        int from = cursor.position();
        cursor.skip(length);
        String word = cursor.since(from);
        cursor.skip(-length);
        return RESERVED.contains(word) ? word : "";
      }
    }
    return "";
  }

  private void word(String wanted) throws Unreadable {
    if (!reserved().equals(wanted)) {
      throw syntax();
    }
    cursor.skip(wanted.length());
  }

  private void expect(char wanted) throws Unreadable {
    if (cursor.peek() != wanted) {
      throw syntax();
    }
    cursor.skip(1);
  }

  void shallower() {
    depth--;
  }

  void deeper() throws Unreadable {
    if (++depth > DEEPEST) {
      throw new Unreadable("more than " + DEEPEST + " levels of nesting");
    }
  }

  private Unreadable syntax() {
    return new Unreadable(
        cursor.atEnd()
            ? "its end, where a shell expects more"
            : "'%c' at character %d, where a shell expects something else"
                .formatted(cursor.peek(), cursor.position() + 1));
  }
}
