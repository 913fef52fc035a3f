package dev.holdfast.cli.approval;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The approval rules. */
@Command(
    name = "rule",
    header = "Set whose approval plans take before they are carried out.",
    description = {
      "%nWithout a rule, one approval is enough, also by whoever started the operation. Every rule"
          + " that is about a plan has to be met. Where a rule asks for approvals, a plan cannot be"
          + " approved before it is made: run --approve is refused, and what a schedule or a runbook starts"
          + " waits.",
      "%nRules are about operations that make a plan, about runbooks, and about what changes servers"
          + " without a plan, such as exec, copy and reboot: these wait where a rule is about them.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast approvals rule set production --on env=prod --approvals 2",
      "  ./holdfast approvals rule set night --role approver \\",
      "    --hours 'outside mon-fri 08:00-18:00 Europe/Berlin'",
      "  ./holdfast approvals rule list"
    },
    subcommands = {RuleListCommand.class, RuleSetCommand.class, RuleRemoveCommand.class})
public final class RuleCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
