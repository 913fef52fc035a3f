package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Deciding on plans. */
@Command(
    name = "approvals",
    header = "List the plans that wait for a decision; approve or reject them.",
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
      ApprovalsRejectCommand.class
    })
public final class ApprovalsCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
