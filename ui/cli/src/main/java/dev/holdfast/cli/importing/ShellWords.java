package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.List;

/** Splits as Python's shlex does, which Ansible reads hosts and arguments of ssh with. */
final class ShellWords {
  private ShellWords() {}

  /**
   * The words of a line.
   *
   * @param comments whether {@code #} begins a comment, also within a word
   * @throws IllegalArgumentException if a quotation mark is not closed
   */
  static List<String> split(String line, boolean comments) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    boolean open = false;
    char quote = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (quote == '\'' || (quote == '"' && c != '\\')) {
        if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      } else if (c == '\\') {
        if (++i == line.length()) {
          throw new IllegalArgumentException("a backslash escapes nothing");
        }
        char escaped = line.charAt(i);
        if (quote == '"' && escaped != '"' && escaped != '\\') {
          word.append(c);
        }
        word.append(escaped);
        open = true;
      } else if (c == '\'' || c == '"') {
        quote = c;
        open = true;
      } else if (comments && c == '#') {
        break;
      } else if (" \t\r\n".indexOf(c) >= 0) {
        if (open) {
          words.add(word.toString());
          word.setLength(0);
        }
        open = false;
      } else {
        word.append(c);
        open = true;
      }
    }
    if (quote != 0) {
      throw new IllegalArgumentException("a quotation mark is not closed");
    }
    if (open) {
      words.add(word.toString());
    }
    return words;
  }
}
