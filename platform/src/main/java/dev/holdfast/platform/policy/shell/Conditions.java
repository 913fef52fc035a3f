package dev.holdfast.platform.policy.shell;

import java.util.List;
import java.util.Set;

/** Bash's {@code [[ … ]]}, as far as a shell that does not know it runs nothing else. */
final class Conditions {
  private static final Set<String> ARITHMETIC =
      Set.of("-eq", "-ne", "-lt", "-le", "-gt", "-ge", "-v", "-R", "=~");

  private Conditions() {}

  static void check(List<Word> words, Cursor cursor) throws Unreadable {
    char next = cursor.peek();
    boolean closed = !words.isEmpty() && words.getLast().is("]]");
    if (!closed || next == '(') {
      throw new Unreadable("[[ ]] with && || ( ) < or >; use [ ] or several [[ ]]");
    }
    for (Word word : words) {
      // What is unknown is a value: operators have to be written out.
      if (word.known() && ARITHMETIC.contains(word.start())) {
        throw new Unreadable("[[ ]] with " + word.text() + ", which evaluates values; use [ ]");
      }
    }
  }
}
