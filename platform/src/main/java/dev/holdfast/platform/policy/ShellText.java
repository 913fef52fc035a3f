package dev.holdfast.platform.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Takes a shell's text apart into simple commands, roughly: enough to see a command that somebody
 * wrote down, not one that somebody hides.
 */
final class ShellText {
  private static final Set<String> KEYWORDS =
      Set.of("if", "then", "elif", "else", "while", "until", "do", "!", "{", "time", "case", "in");

  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private boolean inWord;
  private boolean doubleQuoted;

  private ShellText(String text) {
    this.text = text;
  }

  /** The words of each simple command, without quotes, keywords and assignments before them. */
  static List<List<String>> commands(String text) {
    return new ShellText(text).read();
  }

  private List<List<String>> read() {
    int i = 0;
    while (i < text.length()) {
      i = step(i);
    }
    endCommand();
    return commands;
  }

  /** Reads what begins at {@code i} and returns where the next begins. */
  private int step(int i) {
    char c = text.charAt(i);
    boolean substitution =
        c == '`' || (c == '$' && i + 1 < text.length() && text.charAt(i + 1) == '(');
    if (c == '\\' && i + 1 < text.length()) {
      if (text.charAt(i + 1) != '\n') {
        add(text.charAt(i + 1));
      }
      return i + 2;
    }
    if (substitution) {
      // What is substituted is a command of its own, also between double quotes.
      doubleQuoted = false;
      endCommand();
      return c == '`' ? i + 1 : i + 2;
    }
    if (c == '"') {
      doubleQuoted = !doubleQuoted;
      inWord = true;
      return i + 1;
    }
    if (doubleQuoted) {
      add(c);
      return i + 1;
    }
    return switch (c) {
      case '\'' -> singleQuoted(i);
      case '#' -> inWord ? plain(c, i) : comment(i);
      case ' ', '\t', '<', '>' -> {
        endWord();
        yield i + 1;
      }
      case '\n', '\r', ';', '&', '|', '(', ')' -> {
        endCommand();
        yield i + 1;
      }
      default -> plain(c, i);
    };
  }

  private int plain(char c, int i) {
    add(c);
    return i + 1;
  }

  private int singleQuoted(int i) {
    int end = text.indexOf('\'', i + 1);
    int stop = end < 0 ? text.length() : end;
    word.append(text, i + 1, stop);
    inWord = true;
    return stop + 1;
  }

  private int comment(int i) {
    int end = text.indexOf('\n', i);
    return end < 0 ? text.length() : end;
  }

  private void add(char c) {
    word.append(c);
    inWord = true;
  }

  private void endWord() {
    if (inWord) {
      String whole = word.toString();
      boolean before =
          words.isEmpty()
              && (whole.isEmpty()
                  || KEYWORDS.contains(whole)
                  || whole.matches("[A-Za-z_]\\w*=(?s:.*)"));
      if (!before) {
        words.add(whole);
      }
    }
    word.setLength(0);
    inWord = false;
  }

  private void endCommand() {
    endWord();
    if (!words.isEmpty()) {
      commands.add(words);
    }
    words = new ArrayList<>();
  }
}
