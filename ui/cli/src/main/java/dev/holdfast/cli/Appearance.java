package dev.holdfast.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.IHelpSectionRenderer;
import picocli.CommandLine.Model.UsageMessageSpec;

/** How help looks: plain, 80 columns, the root's commands grouped by what one wants to do. */
final class Appearance {
  private static final Map<String, List<String>> GROUPS = new LinkedHashMap<>();

  static {
    GROUPS.put("See it work", List.of("demo", "lab", "bench", "selftest"));
    GROUPS.put(
        "Run the platform", List.of("up", "down", "status", "worker", "ui", "doctor", "settings"));
    GROUPS.put("Inventory", List.of("server", "secret"));
    GROUPS.put(
        "Work on servers",
        List.of(
            "exec", "diagnose", "containers", "copy", "fetch", "sync", "ssh", "mount", "unmount"));
    GROUPS.put(
        "Change servers",
        List.of("catalog", "run", "stack", "ops", "approvals", "schedule", "runbook"));
    GROUPS.put("Policy and audit", List.of("policy", "audit", "notify"));
    GROUPS.put("Who may do what", List.of("user", "role", "grant", "token", "session"));
    GROUPS.put("Work here", List.of("login", "logout", "whoami", "completion", "test"));
  }

  private Appearance() {}

  static void apply(CommandLine root, Surroundings surroundings) {
    Help.Ansi ansi =
        surroundings.terminal().output() && surroundings.terminal().colours()
            ? Help.Ansi.ON
            : Help.Ansi.OFF;
    Help.ColorScheme colours =
        new Help.ColorScheme.Builder(ansi)
            .commands(Help.Ansi.Style.bold)
            .options(Help.Ansi.Style.fg_cyan)
            .parameters(Help.Ansi.Style.fg_cyan)
            .build();
    root.setColorScheme(colours);
    root.setUsageHelpLongOptionsMaxWidth(26);
    root.setCaseInsensitiveEnumValuesAllowed(true);
    root.setAbbreviatedOptionsAllowed(false);
    root.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
    IHelpSectionRenderer grouped = help -> groups(help);
    root.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, grouped);
  }

  private static String groups(Help help) {
    Map<String, Help> left = new LinkedHashMap<>(help.subcommands());
    StringBuilder text = new StringBuilder();
    GROUPS.forEach((title, names) -> {
      List<Help> present = new ArrayList<>();
      for (String name : names) {
        Help command = left.remove(name);
        if (command != null) {
          present.add(command);
        }
      }
      append(text, help, title, present);
    });
    append(text, help, "More", List.copyOf(left.values()));
    return text.toString();
  }

  private static void append(StringBuilder text, Help help, String title, List<Help> commands) {
    if (commands.isEmpty()) {
      return;
    }
    text.append(String.format("%n%s:%n", title));
    for (Help command : commands) {
      String name = command.commandSpec().name();
      String[] header = command.commandSpec().usageMessage().header();
      text.append("  ")
          .append(help.colorScheme().commandText(name).toString())
          .repeat(' ', Math.max(1, 12 - name.length()))
          .append(header.length > 0 ? header[0] : "")
          .append(System.lineSeparator());
    }
  }
}
