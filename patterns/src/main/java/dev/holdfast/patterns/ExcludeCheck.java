package dev.holdfast.patterns;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses patterns that rsync would take and that would never match what they are meant for. */
final class ExcludeCheck {
  private static final Pattern DOT_NAME = Pattern.compile("(^|/)\\.\\.?(/|$)");
  private static final Pattern BRACES = Pattern.compile("(?<!\\\\)\\{[^{}/]*(,|\\.\\.)[^{}]*\\}");
  private static final Pattern ALTERNATIVES = Pattern.compile("[@+*?!]\\([^()]*\\|[^()]*\\)");
  private static final Pattern NO_ESCAPE = Pattern.compile("\\\\([^a-zA-Z0-9]|$)");
  private static final Pattern BRACKET = Pattern.compile("\\[[^\\]]*\\]");

  private ExcludeCheck() {}

  /**
   * Refuses a pattern that is of no use.
   *
   * @throws UnusableExclude with what to write instead
   */
  static void check(String pattern) {
    checkWhole(pattern);
    checkNames(pattern);
    checkSyntax(pattern);
  }

  private static void checkWhole(String pattern) {
    if (pattern.isEmpty() || pattern.equals("/")) {
      throw new UnusableExclude(
          pattern, "names nothing", "leave it out, or write * for everything");
    }
    if (pattern.indexOf('\0') >= 0) {
      throw new UnusableExclude(pattern, "has a NUL, which no name has", "leave it out");
    }
    if (pattern.startsWith("!")) {
      throw new UnusableExclude(
          pattern,
          "begins with !, and no pattern revokes another",
          "write narrower patterns, or for a name that begins with !: **/" + pattern);
    }
    if (pattern.startsWith("- ") || pattern.startsWith("+ ")) {
      throw new UnusableExclude(
          pattern,
          "is a filter rule, and only patterns are understood",
          pattern.startsWith("+")
              ? "write narrower patterns; nothing can be included again"
              : "write '" + pattern.substring(2) + "'");
    }
  }

  private static void checkNames(String pattern) {
    if (pattern.contains("//")) {
      throw new UnusableExclude(
          pattern, "has two slashes in a row, which no path has", "write " + collapsed(pattern));
    }
    if (DOT_NAME.matcher(pattern).find()) {
      boolean here = pattern.startsWith("./") && !DOT_NAME.matcher(pattern.substring(2)).find();
      throw new UnusableExclude(
          pattern,
          "has . or .. as a name, which no path below the directory has",
          here && pattern.length() > 2
              ? "write " + pattern.substring(1) + " for what is at the top of it"
              : "write the path below the directory, such as /uploads");
    }
  }

  private static void checkSyntax(String pattern) {
    boolean wild = ExcludeToken.wild(pattern);
    if (!wild && NO_ESCAPE.matcher(pattern).find()) {
      throw new UnusableExclude(
          pattern,
          "has a backslash, which stands for itself where there is no *, ? or [",
          "write the character after it alone, or [\\\\] for a backslash");
    }
    if (BRACES.matcher(BRACKET.matcher(pattern).replaceAll("")).find()) {
      throw new UnusableExclude(
          pattern,
          "has alternatives in braces, which are not understood",
          "give a pattern for each, or write [{] for a brace");
    }
    if (ALTERNATIVES.matcher(pattern).find()) {
      throw new UnusableExclude(
          pattern,
          "has alternatives in parentheses, which are not understood",
          "give a pattern for each");
    }
    Matcher brackets = BRACKET.matcher(pattern);
    while (brackets.find()) {
      if (brackets.group().indexOf('/') >= 0) {
        throw new UnusableExclude(
            pattern, "has a slash in brackets, which matches nothing", "take it out of them");
      }
    }
    try {
      var _ = ExcludeToken.read(ExcludePattern.raw(pattern));
    } catch (IllegalArgumentException e) {
      throw new UnusableExclude(
          pattern,
          "can never match: " + e.getMessage(),
          "write \\[ for a bracket and [\\\\] for a backslash");
    }
  }

  private static String collapsed(String pattern) {
    return pattern.replaceAll("/{2,}", "/");
  }
}
