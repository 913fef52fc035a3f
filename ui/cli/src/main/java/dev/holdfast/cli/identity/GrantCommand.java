package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Who has which role where. */
@Command(
    name = "grant",
    header = "Give roles to users and take them away.",
    description = {
      "%nA grant is good for all servers or for those of a selector, for good or for a time. What is revoked or has expired is gone at once.",
      "%nWho may do what: docs/identity.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast grant add bob operator --scope env=dev",
      "  ./holdfast grant add eve admin --expires-in 8h",
      "  ./holdfast grant list --of bob",
      "  ./holdfast grant remove grant-0123456789abcdef"
    },
    subcommands = {GrantListCommand.class, GrantAddCommand.class, GrantRemoveCommand.class})
public final class GrantCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
