package dev.holdfast.cli.incident;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Add and finish tasks of an incident. */
@Command(
    name = "task",
    header = "Add and finish tasks of an incident.",
    description = "%nTasks are what has to be done until it is resolved.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast incident task add op-01 'Rotate the logs of the application'",
      "  ./holdfast incident task done op-01 task-1a2b3c4d"
    },
    subcommands = {IncidentTaskAddCommand.class, IncidentTaskDoneCommand.class})
final class IncidentTaskCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
