package dev.holdfast.cli.notify;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What happens, and who hears of it. */
@Command(
    name = "notify",
    header = "Hear of what happens on the platform.",
    description =
        "%nOperations that start, wait for approval and end, decisions, servers added, removed or out"
            + " of reach, schedules that fail, logins that are locked, secrets that are revealed:"
            + " each is an event with an id, and one sees those about what one may read.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify watch",
      "  ./holdfast notify watch --kind operation.failed,login.* --desktop",
      "  ./holdfast notify sink add --help",
      "  ./holdfast notify dead list"
    },
    subcommands = {NotifyWatchCommand.class, SinkCommand.class, DeadCommand.class})
public final class NotifyCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
