package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tokens for programs. */
@Command(
    name = "token",
    header = "Make and revoke tokens for programs.",
    description = {
      "%nA token acts for its user, with at most the permissions that it was made with, and ends by itself. Programs give it to ./holdfast as HOLDFAST_TOKEN, beside HOLDFAST_SERVER.",
      "%nWho may do what: docs/identity.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast token create ci --permission lockdown:run --expires-in 30d",
      "  ./holdfast token list",
      "  ./holdfast token revoke token-0123456789abcdef"
    },
    subcommands = {TokenListCommand.class, TokenCreateCommand.class, TokenRevokeCommand.class})
public final class TokenCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
