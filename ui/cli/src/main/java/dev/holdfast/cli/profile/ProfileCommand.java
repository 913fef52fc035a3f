package dev.holdfast.cli.profile;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The kept inputs of operations. */
@Command(
    name = "profile",
    header = "Keep the input of an operation for a server or a label.",
    description = {
      "%nA profile says how servers are to be: the input of an operation such as lockdown, kept for"
          + " one server or for all that have a label. An operation that is run without an input"
          + " starts from it, and --input and --set go on top.",
      "%nThe profile of a server counts before those of its labels. Of these the one with the highest"
          + " priority counts; two that differ and have the same priority are refused.",
      "%nEvery change makes a version. More: docs/profiles.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast profile set lockdown env=prod --set sshd.allowUsers=[deploy]",
      "  ./holdfast run lockdown env=prod --follow",
      "  ./holdfast profile history lockdown env=prod"
    },
    subcommands = {
      ProfileSetCommand.class,
      ProfileListCommand.class,
      ProfileShowCommand.class,
      ProfileHistoryCommand.class,
      ProfileRemoveCommand.class
    })
public final class ProfileCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
