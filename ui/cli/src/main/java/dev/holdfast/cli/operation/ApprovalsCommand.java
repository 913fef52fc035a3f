package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.approval.RuleCommand;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deciding on plans. */
@Command(
    name = "approvals",
    header = "Approve or reject plans that wait; set whose approval they take.",
    description = {
      "%nAn approval names the hash of exactly the plan that was looked at. If a server changes in"
          + " the meantime, its plan is another one and is asked for again.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast approvals list",
      "  ./holdfast ops plan op-01",
      "  ./holdfast approvals approve op-01 --plan sha256:4f0c..."
    },
    subcommands = {
      ApprovalsListCommand.class,
      ApprovalsApproveCommand.class,
      ApprovalsRejectCommand.class,
      RuleCommand.class
    })
public final class ApprovalsCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
