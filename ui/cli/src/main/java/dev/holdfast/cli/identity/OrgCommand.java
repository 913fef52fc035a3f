package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The organisations of the platform. */
@Command(
    name = "org",
    header = "Add, show and remove organisations.",
    description = {
      "%nEach has servers, operations, secrets and users of its own, and sees nothing of the others.",
      "%nThis takes an administrator of the platform, who acts in any of them with --org: docs/organisations.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast org create acme",
      "  ./holdfast user add ada --org acme",
      "  ./holdfast grant add ada admin --org acme"
    },
    subcommands = {
      OrgListCommand.class,
      OrgShowCommand.class,
      OrgCreateCommand.class,
      OrgRemoveCommand.class,
      OrgQuotaCommand.class,
      ProviderCommand.class
    })
public final class OrgCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
