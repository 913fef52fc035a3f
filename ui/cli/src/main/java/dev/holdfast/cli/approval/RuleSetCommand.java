package dev.holdfast.cli.approval;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Sets an approval rule. */
@Command(
    name = "set",
    header = "Add an approval rule, or put another in its place.",
    description = {
      "%nWhat is not given fits everything: a rule with no options is about every plan, and about"
          + " every command, copy, reboot and whatever else changes servers without one, and asks for"
          + " one approval by somebody else than whoever started the operation.",
      "%nA rule that nobody could meet at present is refused.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  Two approvals for anything that changes a production server:",
      "    ./holdfast approvals rule set production --on env=prod --approvals 2",
      "  One before a command runs on such a server, or a file is copied there:",
      "    ./holdfast approvals rule set commands --operation exec,copy,sync \\",
      "      --on env=prod",
      "  One by bob or carol where a change can lock operators out:",
      "    ./holdfast approvals rule set ssh --risk lock-out --by bob,carol",
      "  One by an approver outside working hours, also their own:",
      "    ./holdfast approvals rule set night --role approver --own \\",
      "      --hours 'outside mon-fri 08:00-18:00 Europe/Berlin'"
    })
final class RuleSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The rule.")
  String name = "";

  @Option(
      names = "--operation",
      paramLabel = "TYPE,…",
      order = 1,
      split = ",",
      description = "Only these operations, such as lockdown or exec.")
  List<String> operations = new ArrayList<>();

  @Option(
      names = "--on",
      paramLabel = "SELECTOR",
      order = 2,
      description = "Only for at least one such server, such as env=prod.")
  @Nullable String selector;

  @Option(
      names = "--risk",
      paramLabel = "RISK",
      order = 3,
      description = "Only plans with such a change: lock-out.")
  @Nullable String risk;

  @Option(
      names = "--hours",
      paramLabel = "HOURS",
      order = 4,
      description =
          "Only what is decided on within these hours: 'mon-fri 08:00-18:00 Europe/Berlin',"
              + " with 'outside' before it for all other hours.")
  @Nullable String hours;

  @Option(
      names = "--approvals",
      paramLabel = "N",
      order = 5,
      description = "How many people have to approve, 1 to 10 (default: 1).")
  @Nullable Integer approvals;

  @Option(
      names = "--by",
      paramLabel = "NAME,…",
      order = 6,
      split = ",",
      description = "Only approvals by these users of Holdfast count.")
  List<String> users = new ArrayList<>();

  @Option(
      names = "--user",
      split = ",",
      hidden = true,
      description = "What --by was called before.")
  void formerly(List<String> names) {
    users = names;
  }

  @Option(
      names = "--role",
      paramLabel = "NAME,…",
      order = 7,
      split = ",",
      description = "Only approvals by users who hold one of these roles count.")
  List<String> roles = new ArrayList<>();

  @Option(
      names = "--own",
      order = 8,
      description = "The approval of whoever started the operation counts, too.")
  boolean own;

  @Option(
      names = "--expires",
      paramLabel = "D",
      order = 9,
      converter = RuleTime.class,
      description = "Reject a plan that waits for so long, such as 4h (default: never).")
  @Nullable Duration expires;

  @Option(
      names = "--escalate-after",
      paramLabel = "D",
      order = 10,
      converter = RuleTime.class,
      description = "After so long, approvals by those of --escalate-to count, too.")
  @Nullable Duration escalateAfter;

  @Option(
      names = "--escalate-to",
      paramLabel = "NAME,…",
      order = 11,
      split = ",",
      description = "These users.")
  List<String> escalateUsers = new ArrayList<>();

  @Option(
      names = "--escalate-to-role",
      paramLabel = "NAME,…",
      order = 11,
      split = ",",
      description = "Users who hold one of these roles.")
  List<String> escalateRoles = new ArrayList<>();

  @Option(
      names = "--reason",
      paramLabel = "TEXT",
      order = 12,
      description = "The message for users who are asked or refused.")
  @Nullable String reason;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RuleViews(api, options.output()).set(this);
    }
  }
}
