package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.change.Facts;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Asks what sudo shows whether the rules that are in place have their effect. */
final class SudoEffects {
  /** {@code WHO ALL=(AS) TAG: COMMANDS}, as {@link SudoFiles} writes it. */
  private static final Pattern RULE = Pattern.compile("\\S+ ALL=(\\(\\S+\\)) (\\w+): (.*)");

  /** {@code (AS) TAG: COMMANDS}, as {@code sudo -l} shows it. */
  private static final Pattern SHOWN = Pattern.compile("\\s+(\\([^)]*\\)) (?:(\\w+): )?(.*)");

  private SudoEffects() {}

  /** The rules that are in place and have none, for people. */
  static List<String> refusals(Map<String, String> files, Facts facts) {
    List<String> refusals = new ArrayList<>();
    files.forEach((name, content) -> {
      Facts.SudoFile present = facts.sudoFiles().get(name);
      if (present != null && present.listed() != null && present.content().equals(content)) {
        content
            .lines()
            .map(RULE::matcher)
            .filter(Matcher::matches)
            .map(rule -> without(rule, present.listed()))
            .flatMap(Optional::stream)
            .forEach(refusals::add);
      }
    });
    return refusals;
  }

  private static Optional<String> without(Matcher rule, String listed) {
    if (listed.contains("is not allowed to run sudo")) {
      return Optional.of(because(rule, "sudo shows that its user may run nothing"));
    }
    List<Matcher> shown = listed.lines().map(SHOWN::matcher).filter(Matcher::matches).toList();
    boolean silent = rule.group(2).equals("NOPASSWD");
    boolean found = false;
    for (Matcher line : shown) {
      boolean asks = !"NOPASSWD".equals(line.group(2));
      if (asks != silent
          && plain(line.group(1)).equals(plain(rule.group(1)))
          && plain(line.group(3)).equals(plain(rule.group(3)))) {
        found = true;
      } else if (found && (line.group(3).contains("!") || (asks && silent && all(line)))) {
        return Optional.of(
            because(
                rule,
                "the later rule '%s' overrules it; remove that one, or have it read before holdfast-user-…"
                    .formatted(line.group().strip())));
      }
    }
    return found || shown.isEmpty()
        ? Optional.empty()
        : Optional.of(
            because(rule, "sudo -l -U does not show it; look for what excludes its file"));
  }

  private static boolean all(Matcher line) {
    return line.group(3).startsWith("ALL");
  }

  private static String because(Matcher rule, String why) {
    return "sudo: the rule '%s' has no effect: %s".formatted(rule.group(), why);
  }

  /** Without what versions of sudo show in different ways. */
  private static String plain(String text) {
    return text.replaceAll("[\\\\\\s]", "");
  }
}
