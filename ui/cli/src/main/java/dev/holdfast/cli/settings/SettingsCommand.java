package dev.holdfast.cli.settings;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The platform's settings. */
@Command(
    name = "settings",
    header = "Show and change the platform's settings.",
    description =
        "%nOnly administrators may. A change is in force at once. docs/retention.md says what is"
            + " kept how long.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast settings list", "  ./holdfast settings set retention.operations 90"},
    subcommands = {SettingsListCommand.class, SettingsGetCommand.class, SettingsSetCommand.class})
public final class SettingsCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
