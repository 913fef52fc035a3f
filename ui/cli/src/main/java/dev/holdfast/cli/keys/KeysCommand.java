package dev.holdfast.cli.keys;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The keys of the platform. */
@Command(
    name = "keys",
    header = "See and change the keys that the platform encrypts with.",
    description = {
      "%nThe files keyset.json (secrets and data keys) and payloads.json (what Temporal stores) hold"
          + " keys; the newest of each encrypts, all decrypt. Back up the files after each change,"
          + " apart from the database.%n",
      "%nWhat is encrypted with what: docs/encryption.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast keys list", "  ./holdfast keys rotate"},
    subcommands = {KeysListCommand.class, KeysRotateCommand.class, KeysRemoveCommand.class})
public final class KeysCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
