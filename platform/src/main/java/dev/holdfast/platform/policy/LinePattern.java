package dev.holdfast.platform.policy;

import com.google.re2j.Pattern;
import dev.holdfast.platform.policy.CommandReading.Seen;
import dev.holdfast.platform.policy.Matching.Answer;
import dev.holdfast.platform.policy.shell.Word;
import dev.holdfast.schemas.command.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a regular expression with the line of a command that may be known in part only. */
final class LinePattern {
  private static final String META = "\\.[]{}()*+?^$|";

  private LinePattern() {}

  static Answer match(String text, Pattern pattern, Seen seen) {
    if (seen.words().stream().allMatch(Word::known)) {
      return lines(seen).stream().anyMatch(pattern::matches) ? Answer.YES : Answer.NO;
    }
    String wanted = literalStart(text);
    String known = knownStart(seen);
    int common = Math.min(wanted.length(), known.length());
    return wanted.substring(0, common).equals(known.substring(0, common))
        ? Answer.MAYBE
        : Answer.NO;
  }

  /**
   * The ways to write a known command as a line, mostly one: quoted or not, with its path or not.
   */
  private static Set<String> lines(Seen seen) {
    List<String> argv = seen.words().stream().map(Word::start).toList();
    List<String> named = new ArrayList<>(argv);
    named.set(0, seen.program());
    Set<String> lines = new LinkedHashSet<>();
    for (List<String> words : List.of(argv, named)) {
      lines.add(String.join(" ", words));
      if (!words.getFirst().isEmpty()) {
        lines.add(new Invocation.Words(words).text());
      }
    }
    return lines;
  }

  /** The line up to what is unknown, with the program's name alone. */
  private static String knownStart(Seen seen) {
    StringBuilder start = new StringBuilder(seen.program());
    for (Word word : seen.words().stream().skip(1).collect(Collectors.toList())) {
      if (word.splits() && word.start().isEmpty()) {
        break;
      }
      start.append(' ').append(word.start());
      if (!word.known()) {
        break;
      }
    }
    return start.toString();
  }

  /** What every line begins with that the expression matches; empty if that is not plain to see. */
  static String literalStart(String pattern) {
    if (pattern.indexOf('|') >= 0 || pattern.startsWith("(?")) {
      return "";
    }
    StringBuilder start = new StringBuilder();
    for (int i = pattern.startsWith("^") ? 1 : 0; i < pattern.length(); i++) {
      char c = pattern.charAt(i);
      boolean repeated = i + 1 < pattern.length() && "*?+{".indexOf(pattern.charAt(i + 1)) >= 0;
      if (META.indexOf(c) >= 0 || repeated) {
        break;
      }
      start.append(c);
    }
    return start.toString();
  }
}
