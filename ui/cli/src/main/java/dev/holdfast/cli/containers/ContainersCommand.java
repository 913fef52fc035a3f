package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Containers on servers. */
@Command(
    name = "containers",
    header = "Look at the containers on servers.",
    description = {
      "%nWorks with the Docker engine of each server over SSH: no port is opened, and nothing is"
          + " installed there.",
      "%nTo run a command in a container: ./holdfast exec SELECTOR -- docker exec NAME COMMAND."
          + " More: docs/containers.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers list all",
      "  ./holdfast containers logs env=prod web --tail 20",
      "  ./holdfast containers inspect web-1 web"
    },
    subcommands = {
      ContainersListCommand.class,
      ContainersInspectCommand.class,
      ContainersLogsCommand.class,
      ContainersNetworksCommand.class,
      ContainersVolumesCommand.class,
      ContainersImagesCommand.class
    })
public final class ContainersCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
