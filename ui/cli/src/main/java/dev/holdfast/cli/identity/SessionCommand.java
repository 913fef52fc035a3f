package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who has logged in. */
@Command(
    name = "session",
    header = "List and end sessions.",
    description = {
      "%nA session begins with a login, or with a link to the console. It ends when it was not used for 30 minutes, and after 12 hours in any case (settings session.idle and session.absolute).",
      "%nWho may do what: docs/identity.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast session list --all", "  ./holdfast session end session-0123"},
    subcommands = {SessionListCommand.class, SessionEndCommand.class})
public final class SessionCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
