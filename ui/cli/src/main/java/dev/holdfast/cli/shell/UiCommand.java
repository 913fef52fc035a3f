package dev.holdfast.cli.shell;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Opens what is looked at in a browser. */
@Command(
    name = "ui",
    header = "Open the Temporal Web UI in the browser, signed in.",
    description = "%nWhat a browser shows of the platform.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ui temporal", "  ./holdfast ui temporal --print"},
    subcommands = UiTemporalCommand.class)
public final class UiCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
