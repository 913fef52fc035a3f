package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A line of an OpenSSH client configuration, split as the client splits it.
 *
 * @param keyword in lower case
 * @param rest what follows the keyword, comments included
 * @param words the arguments, without quotes and comments
 * @param error why the client refuses the line, or null
 */
record SshConfigLine(
    String where, String keyword, String rest, List<String> words, @Nullable String error) {
  private static final String BLANK = " \t\r\n\f";

  SshConfigLine {
    words = List.copyOf(words);
  }

  /** The parsed line, or null for blank lines and comments. */
  static @Nullable SshConfigLine parse(String raw, String where) {
    String line = raw.stripTrailing();
    int start = skip(line, 0, BLANK);
    if (start == line.length() || line.charAt(start) == '#') {
      return null;
    }
    Words first = new Words(line.substring(start));
    String keyword = String.valueOf(first.next()).toLowerCase(Locale.ROOT);
    String rest = first.rest();
    if (rest.isEmpty()) {
      return new SshConfigLine(where, keyword, rest, List.of(), "has no value");
    }
    List<String> words = new ArrayList<>();
    boolean closed = split(rest, words);
    return new SshConfigLine(
        where, keyword, rest, words, closed ? null : "has a quotation mark that is not closed");
  }

  /**
   * The one argument of the line.
   *
   * @throws IllegalArgumentException with the reason if there is none, or more than one
   */
  String value() {
    if (error != null) {
      throw new IllegalArgumentException(error);
    }
    if (words.isEmpty() || words.getFirst().isEmpty()) {
      throw new IllegalArgumentException("has no value");
    }
    if (words.size() > 1) {
      throw new IllegalArgumentException("has more than one value");
    }
    return words.getFirst();
  }

  private static int skip(String text, int from, String any) {
    int at = from;
    while (at < text.length() && any.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    return at;
  }

  /** Adds the words up to a comment; false if a quotation mark is left open. */
  private static boolean split(String text, List<String> words) {
    int i = 0;
    while (true) {
      i = skip(text, i, " \t");
      if (i == text.length() || text.charAt(i) == '#') {
        return true;
      }
      StringBuilder word = new StringBuilder();
      char quote = 0;
      for (; i < text.length(); i++) {
        char c = text.charAt(i);
        if (c == '\\' && escapes(text, i + 1, quote)) {
          word.append(text.charAt(++i));
        } else if (quote == 0 && (c == ' ' || c == '\t')) {
          break;
        } else if (quote == 0 && (c == '"' || c == '\'')) {
          quote = c;
        } else if (c == quote) {
          quote = 0;
        } else {
          word.append(c);
        }
      }
      if (quote != 0) {
        return false;
      }
      words.add(word.toString());
    }
  }

  private static boolean escapes(String text, int at, char quote) {
    if (at == text.length()) {
      return false;
    }
    char c = text.charAt(at);
    return c == '\'' || c == '"' || c == '\\' || (quote == 0 && c == ' ');
  }

  /**
   * Words between blanks, one {@code =} or double quotes, as keywords and Match criteria are read;
   * single quotes and backslashes mean nothing here.
   */
  static final class Words {
    private @Nullable String left;

    Words(String text) {
      left = text;
    }

    /** The next word, or null at the end. */
    @Nullable String next() {
      String text = left;
      if (text == null) {
        return null;
      }
      int end = 0;
      while (end < text.length() && (BLANK + "\"=").indexOf(text.charAt(end)) < 0) {
        end++;
      }
      if (end == text.length()) {
        left = null;
        return text;
      }
      if (text.charAt(end) == '"') {
        int close = text.indexOf('"', end + 1);
        if (close < 0) {
          left = null;
          return null;
        }
        left = text.substring(skip(text, close + 1, BLANK));
        return text.substring(0, end) + text.substring(end + 1, close);
      }
      int next = skip(text, end + 1, BLANK);
      if (text.charAt(end) != '=' && next < text.length() && text.charAt(next) == '=') {
        next = skip(text, next + 1, BLANK);
      }
      left = text.substring(next);
      return text.substring(0, end);
    }

    String rest() {
      return left == null ? "" : left;
    }
  }
}
