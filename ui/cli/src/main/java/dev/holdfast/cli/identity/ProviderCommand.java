package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The identity provider of an organisation. */
@Command(
    name = "identity-provider",
    header = "Let people log in through an identity provider (OpenID Connect).",
    description = {
      "%nSet it, map its groups to roles, and people log in with ./holdfast login --sso.",
      "%nAn administrator of the organisation does this for it; those of the platform for any, with --org: docs/single-sign-on.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast org identity-provider set https://id.example.com \\",
      "    --client-id holdfast --create-users",
      "  ./holdfast org identity-provider map ops operator --scope env=dev",
      "  ./holdfast org identity-provider test"
    },
    subcommands = {
      ProviderSetCommand.class,
      ProviderShowCommand.class,
      ProviderTestCommand.class,
      ProviderRemoveCommand.class,
      ProviderGroupsCommand.class,
      ProviderMapCommand.class,
      ProviderUnmapCommand.class
    })
final class ProviderCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
