package dev.holdfast.workflows.serversetup;

import dev.holdfast.schemas.serversetup.ServerSetupInput.SudoRule;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes sudo rules as sudoers(5) wants them: one file for each user or group. */
final class SudoFiles {
  private static final String HEAD =
      "# Managed by Holdfast: the next server-setup overwrites it.\n";

  /** What ends or parts an argument in sudoers, and what fnmatch(3) or a regex would make of it. */
  private static final String SPECIAL = "\\,:=#*?[]!^";

  private SudoFiles() {}

  /** The files' content by their names, which hold no dot: sudo ignores files with one. */
  static SortedMap<String, String> of(List<SudoRule> rules) {
    SortedMap<String, String> files = new TreeMap<>();
    for (SudoRule rule : rules) {
      files.merge(name(rule), HEAD + line(rule), (before, added) -> before + line(rule));
    }
    return files;
  }

  private static String name(SudoRule rule) {
    return rule.user() != null ? "holdfast-user-" + rule.user() : "holdfast-group-" + rule.group();
  }

  private static String line(SudoRule rule) {
    String who = rule.user() != null ? rule.user() : "%" + rule.group();
    String tag = rule.password() ? "PASSWD" : "NOPASSWD";
    List<String> commands = rule.commands();
    return commands.isEmpty()
        ? "%s ALL=(ALL:ALL) %s: ALL\n".formatted(who, tag)
        : "%s ALL=(root) %s: %s\n"
            .formatted(
                who,
                tag,
                commands.stream().map(SudoFiles::escape).collect(Collectors.joining(", ")));
  }

  private static String escape(String command) {
    StringBuilder escaped = new StringBuilder();
    for (int i = 0; i < command.length(); i++) {
      char c = command.charAt(i);
      if (SPECIAL.indexOf(c) >= 0) {
        escaped.append('\\');
      }
      escaped.append(c);
    }
    return escaped.toString();
  }
}
