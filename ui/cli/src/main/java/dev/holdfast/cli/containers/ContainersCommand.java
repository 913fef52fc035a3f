package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Containers on servers. */
@Command(
    name = "containers",
    header = "Work with the containers on servers.",
    description = {
      "%nWorks with the Docker engine of each server over SSH: no port is opened, and nothing is"
          + " installed there.",
      "%nMore: docs/containers.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers list all",
      "  ./holdfast containers logs env=prod web --tail 20",
      "  ./holdfast containers restart env=prod web"
    },
    subcommands = {
      ContainersListCommand.class,
      ContainersInspectCommand.class,
      ContainersLogsCommand.class,
      ContainersStartCommand.class,
      ContainersStopCommand.class,
      ContainersRestartCommand.class,
      ContainersRemoveCommand.class,
      ContainersPruneCommand.class,
      ContainersQuarantineCommand.class,
      ContainersReleaseCommand.class,
      ContainersQuarantinedCommand.class,
      ContainersEvidenceCommand.class,
      ContainersExecCommand.class,
      ContainersPortsCommand.class,
      ContainersNetworksCommand.class,
      ContainersVolumesCommand.class,
      ContainersImagesCommand.class,
      ContainersMonitorCommand.class,
      ContainersUsageCommand.class,
      ContainersViolationsCommand.class
    })
public final class ContainersCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
