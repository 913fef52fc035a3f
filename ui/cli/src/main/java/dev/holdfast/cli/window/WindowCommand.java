package dev.holdfast.cli.window;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The maintenance windows of servers. */
@Command(
    name = "window",
    header = "Set when servers may be worked on, by their labels.",
    description = {
      "%nWhat changes such servers starts on them within these hours only, unless it is told"
          + " otherwise with --window, which takes a permission. A server with several windows is"
          + " open where all of them are; servers of one operation may have different ones.",
      "%nWhat only reads, and a dry run, waits for no window.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast window set prod --on env=prod \\",
      "    --hours 'sat 02:00-06:00 Europe/Berlin'",
      "  ./holdfast window list",
      "  ./holdfast run lockdown env=prod --window none --follow"
    },
    subcommands = {WindowListCommand.class, WindowSetCommand.class, WindowRemoveCommand.class})
public final class WindowCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
