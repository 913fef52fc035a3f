package dev.holdfast.cli.notify;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Where events are sent. */
@Command(
    name = "sink",
    header = "Configure where events are sent.",
    description = {
      "%nA sink gets the events of its organisation that its rule lets through: by kind, by level, by"
          + " type of operation, by server. Each is sent at least once, with an id by which the"
          + " receiver knows it again; those about one thing are sent in their order. What a receiver"
          + " does not take is tried again for a day, and then is a dead letter.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify sink add ops --type webhook --level warning \\",
      "    --set url=https://ops.example.com/hook --set key=secret://ops-hook",
      "  ./holdfast notify sink test ops",
      "  ./holdfast notify sink list"
    },
    subcommands = {
      SinkAddCommand.class,
      SinkListCommand.class,
      SinkShowCommand.class,
      SinkSetCommand.class,
      SinkRemoveCommand.class,
      SinkTestCommand.class
    })
final class SinkCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
