package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** How much of the platform an organisation may use. */
@Command(
    name = "quota",
    header = "Limit how much of the platform an organisation uses.",
    description = "%nWhat is not limited is unlimited: docs/organisations.md.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast org quota set acme --operations 20 --servers 100",
      "  ./holdfast org quota show acme"
    },
    subcommands = {OrgQuotaShowCommand.class, OrgQuotaSetCommand.class})
final class OrgQuotaCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
