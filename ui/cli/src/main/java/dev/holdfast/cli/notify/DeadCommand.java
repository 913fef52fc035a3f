package dev.holdfast.cli.notify;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What could not be delivered. */
@Command(
    name = "dead",
    header = "Look at events that could not be delivered, resend or drop them.",
    description =
        "%nAn event becomes a dead letter when its sink refuses it, or has not taken it for a day"
            + " (setting notify.retries). It is kept for as long as its event.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify dead list",
      "  ./holdfast notify dead resend --sink ops",
      "  ./holdfast notify dead drop 17 18"
    },
    subcommands = {
      DeadListCommand.class,
      DeadShowCommand.class,
      DeadResendCommand.class,
      DeadDropCommand.class
    })
final class DeadCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
