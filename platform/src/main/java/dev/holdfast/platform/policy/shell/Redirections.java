package dev.holdfast.platform.policy.shell;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads redirections and the here-documents that belong to them. */
final class Redirections {
  private static final Pattern DELIMITER =
      Pattern.compile("(?<plain>[\\w.-]+)|'([\\w. -]+)'|\"([\\w. -]+)\"|\\\\([\\w.-]+)");

  private final Cursor cursor;
  private final Words words;
  private final ShellFindings findings;
  private final Deque<Document> waiting = new ArrayDeque<>();
  private boolean used;

  /**
   * A here-document to come.
   *
   * @param expands whether the shell looks for expansions in it
   */
  private record Document(String delimiter, boolean tabs, boolean expands) {}

  Redirections(Cursor cursor, Words words, ShellFindings findings) {
    this.cursor = cursor;
    this.words = words;
    this.findings = findings;
  }

  /** Reads one, if one begins here. */
  boolean read(boolean inSubstitution) throws Unreadable {
    int digits = 0;
    while (Cursor.isDigit(cursor.peek(digits))) {
      digits++;
    }
    char c = cursor.peek(digits);
    if (digits == 0 && c == '&' && cursor.peek(1) == '>') {
      both();
      return true;
    }
    if (c != '<' && c != '>') {
      return false;
    }
    if (digits > 1) {
      throw new Unreadable("a file descriptor of more than one digit");
    }
    cursor.skip(digits);
    String operator = operator();
    cursor.skip(operator.length());
    if (cursor.peek() == '(') {
      throw new Unreadable(operator + "(…), which only some shells know; use a pipe or a file");
    }
    cursor.skipBlanks();
    used = true;
    if (operator.equals("<<") || operator.equals("<<-")) {
      if (inSubstitution) {
        throw new Unreadable("a here-document within $(…)");
      }
      document(operator.equals("<<-"));
      return true;
    }
    Word target = target();
    if (operator.startsWith(">") || operator.equals("<>")) {
      findings.written(target);
    }
    return true;
  }

  /** Whether the last simple command may consist of redirections alone. */
  boolean used() {
    boolean was = used;
    used = false;
    return was;
  }

  private String operator() {
    for (String operator :
        new String[] {"<<<", "<<-", "<<", "<&", "<>", "<", ">>", ">&", ">|", ">"}) {
      if (cursor.looksAt(operator)) {
        return operator;
      }
    }
    throw new IllegalStateException("no redirection");
  }

  /**
   * Bash's {@code &>}: for others the command ends before it, which is the same at its end only.
   */
  private void both() throws Unreadable {
    cursor.skip(cursor.peek(2) == '>' ? 3 : 2);
    cursor.skipBlanks();
    findings.written(target());
    used = true;
    cursor.skipBlanks();
    char c = cursor.peek();
    if (c == '<' || c == '>' || c == '(' || !Cursor.isMeta(c)) {
      throw new Unreadable("&> before the end of a command; use >FILE 2>&1");
    }
  }

  private Word target() throws Unreadable {
    if (Cursor.isMeta(cursor.peek())) {
      throw new Unreadable("a redirection without a file");
    }
    return words.read();
  }

  private void document(boolean tabs) throws Unreadable {
    int from = cursor.position();
    var _ = target();
    Matcher delimiter = DELIMITER.matcher(cursor.since(from));
    if (!delimiter.matches()) {
      throw new Unreadable("the end mark of a here-document; use letters, such as EOF");
    }
    for (int group = 1; group <= 4; group++) {
      if (delimiter.group(group) != null) {
        waiting.add(new Document(delimiter.group(group), tabs, group == 1));
      }
    }
  }

  /** Behind a newline: reads the documents that wait. */
  void documents() throws Unreadable {
    while (!waiting.isEmpty()) {
      Document document = waiting.remove();
      StringBuilder body = new StringBuilder();
      while (true) {
        if (cursor.atEnd()) {
          throw new Unreadable("a here-document without its end " + document.delimiter());
        }
        String line = cursor.line();
        if (document.tabs()) {
          line = line.replaceFirst("^\t+", "");
        }
        if (line.equals(document.delimiter())) {
          break;
        }
        if (document.expands() && line.endsWith("\\")) {
          throw new Unreadable("a line of a here-document that ends with \\; quote its end mark");
        }
        body.append(line).append('\n');
      }
      if (document.expands()) {
        words.document(body.toString());
      }
    }
  }

  void checkNoneWaits() throws Unreadable {
    if (!waiting.isEmpty()) {
      throw new Unreadable("a here-document that does not begin in the next line");
    }
  }
}
