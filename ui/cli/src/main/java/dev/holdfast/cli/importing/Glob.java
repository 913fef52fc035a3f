package dev.holdfast.cli.importing;

import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** OpenSSH's patterns: {@code *}, {@code ?}, and {@code !} for not. */
final class Glob {
  private Glob() {}

  /** Whether a list of patterns matches: at least one does, and no negated one. */
  static boolean matches(Iterable<String> patterns, String name) {
    boolean matched = false;
    for (String pattern : patterns) {
      boolean negated = pattern.startsWith("!");
      if (one(negated ? pattern.substring(1) : pattern, name)) {
        if (negated) {
          return false;
        }
        matched = true;
      }
    }
    return matched;
  }

  /** Whether a comma-separated list of patterns matches a host name, in whatever case. */
  static boolean matchesHost(String patterns, String name) {
    return matches(
        List.of(patterns.toLowerCase(Locale.ROOT).split(",", -1)), name.toLowerCase(Locale.ROOT));
  }

  static boolean isPlain(String pattern) {
    return !pattern.startsWith("!") && pattern.indexOf('*') < 0 && pattern.indexOf('?') < 0;
  }

  private static boolean one(String pattern, String name) {
    // Stars in a row mean what one means, and would only cost time.
    StringBuilder regex = new StringBuilder();
    for (char c : pattern.replaceAll("\\*+", "*").toCharArray()) {
      regex.append(c == '*' ? ".*" : c == '?' ? "." : Pattern.quote(String.valueOf(c)));
    }
    return Pattern.matches(regex.toString(), name);
  }
}
