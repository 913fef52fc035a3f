package dev.holdfast.cli.importing;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ansible's ranges of hosts: {@code web[01:50].example.org}, {@code db-[a:f]}, with a step. */
final class HostRange {
  static final int MOST = 10_000;
  private static final Pattern RANGE =
      Pattern.compile("\\[(?:(\\d+):(\\d+)|([A-Za-z]):([A-Za-z]))(?::(\\d+))?]");

  private HostRange() {}

  /**
   * The names that a pattern stands for.
   *
   * @throws IllegalArgumentException if they are too many, or the range is none
   */
  static List<String> expand(String pattern) {
    Matcher range = RANGE.matcher(pattern);
    if (!range.find()) {
      if (pattern.indexOf('[') >= 0) {
        throw new IllegalArgumentException("'" + pattern + "' has a range that is none");
      }
      return List.of(pattern);
    }
    String before = pattern.substring(0, range.start());
    List<String> rest = expand(pattern.substring(range.end()));
    List<String> all = new ArrayList<>();
    for (String middle : middles(range, pattern)) {
      for (String after : rest) {
        all.add(before + middle + after);
        if (all.size() > MOST) {
          throw tooMany(pattern);
        }
      }
    }
    return all;
  }

  private static List<String> middles(Matcher range, String pattern) {
    boolean digits = range.group(1) != null;
    String from = digits ? range.group(1) : range.group(3);
    String to = digits ? range.group(2) : range.group(4);
    if (from.length() > 6 || to.length() > 6) {
      throw tooMany(pattern);
    }
    int first = digits ? Integer.parseInt(from) : from.charAt(0);
    int last = digits ? Integer.parseInt(to) : to.charAt(0);
    int step =
        range.group(5) == null
            ? 1
            : Integer.parseInt("0" + range.group(5).replaceAll("^(.{6}).+", "$1"));
    if (last < first || step < 1) {
      throw new IllegalArgumentException("'" + pattern + "' has a range that is none");
    }
    if ((last - first) / step >= MOST) {
      throw tooMany(pattern);
    }
    String form = digits && from.startsWith("0") ? "%0" + from.length() + "d" : "%d";
    List<String> middles = new ArrayList<>();
    for (int i = first; i <= last; i += step) {
      middles.add(digits ? form.formatted(i) : String.valueOf((char) i));
    }
    return middles;
  }

  private static IllegalArgumentException tooMany(String pattern) {
    return new IllegalArgumentException("'" + pattern + "' is more than " + MOST + " hosts");
  }
}
