package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Have containers watched. */
@Command(
    name = "monitor",
    header = "Have containers watched, and be told of what is too much.",
    description = {
      "%nEvery ten seconds it looks at CPU, memory, processes, connections and where each container"
          + " connects to. What goes beyond a limit is an event: ./holdfast notify watch.",
      "%n./holdfast containers usage and ./holdfast containers violations show what it has seen.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers monitor start env=prod",
      "  ./holdfast containers monitor limits web-1 shop --cpu 90 --expect 10.0.0.0/8"
    },
    subcommands = {
      ContainersMonitorStartCommand.class,
      ContainersMonitorStopCommand.class,
      ContainersMonitorListCommand.class,
      ContainersMonitorLimitsCommand.class,
      ContainersMonitorLearnCommand.class
    })
final class ContainersMonitorCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
