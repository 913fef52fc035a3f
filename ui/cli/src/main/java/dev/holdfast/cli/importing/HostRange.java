package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.List;

/** Ansible's ranges of hosts: {@code web[01:50].example.org}, {@code db-[a:f]}, with a step. */
final class HostRange {
  static final int MOST = 10_000;
  private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

  private HostRange() {}

  /**
   * The names that a pattern stands for.
   *
   * @throws IllegalArgumentException if they are too many or none, or the range is not a valid one
   */
  static List<String> expand(String pattern) {
    int open = pattern.indexOf('[');
    if (open < 0) {
      return List.of(pattern);
    }
    int close = pattern.indexOf(']', open);
    if (close < 0) {
      throw invalid(pattern);
    }
    String before = pattern.substring(0, open);
    List<String> rest = expand(pattern.substring(close + 1));
    List<String> all = new ArrayList<>();
    for (String middle : middles(pattern.substring(open + 1, close).split(":", -1), pattern)) {
      for (String after : rest) {
        all.add(before + middle + after);
        if (all.size() > MOST) {
          throw tooMany(pattern);
        }
      }
    }
    if (all.isEmpty()) {
      throw new IllegalArgumentException("'" + pattern + "' has a range of no hosts");
    }
    return all;
  }

  private static List<String> middles(String[] bounds, String pattern) {
    if (bounds.length < 2 || bounds.length > 3 || bounds[1].isEmpty()) {
      throw invalid(pattern);
    }
    String from = bounds[0].isEmpty() ? "0" : bounds[0];
    String to = bounds[1];
    int step = bounds.length == 2 ? 1 : number(bounds[2], pattern);
    boolean filled = from.startsWith("0") && from.length() > 1;
    if (step == 0 || (filled && from.length() != to.length())) {
      throw invalid(pattern);
    }
    int firstLetter = LETTERS.indexOf(from);
    int lastLetter = LETTERS.indexOf(to);
    boolean letters = firstLetter >= 0 && lastLetter >= 0;
    if (letters && firstLetter > lastLetter) {
      throw invalid(pattern);
    }
    int first = letters ? firstLetter : number(from, pattern);
    int last = letters ? lastLetter : number(to, pattern);
    if ((last - first) / step >= MOST) {
      throw tooMany(pattern);
    }
    List<String> middles = new ArrayList<>();
    for (int i = first; i <= last; i += step) {
      middles.add(
          letters
              ? LETTERS.substring(i, i + 1)
              : (filled ? "%0" + from.length() + "d" : "%d").formatted(i));
    }
    return middles;
  }

  private static int number(String digits, String pattern) {
    if (!digits.matches("\\d+")) {
      throw invalid(pattern);
    }
    if (digits.length() > 8) {
      throw tooMany(pattern);
    }
    return Integer.parseInt(digits);
  }

  private static IllegalArgumentException invalid(String pattern) {
    return new IllegalArgumentException("'" + pattern + "' has a range that is not valid");
  }

  private static IllegalArgumentException tooMany(String pattern) {
    return new IllegalArgumentException("'" + pattern + "' is more than " + MOST + " hosts");
  }
}
