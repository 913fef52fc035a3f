package dev.holdfast.cli.secret;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Secrets that operations refer to. */
@Command(
    name = "secret",
    header = "Keep passwords, keys and tokens that operations use.",
    description = {
      "%nAn input says secret://NAME where a secret is needed: in a variable of exec, in the content"
          + " of a file of server-setup or a variable of it. The value is read on the worker when it"
          + " is used. It is in no plan, log, audit or history.",
      "%nA value comes from standard input, a file or a prompt, never from the command line, where"
          + " everybody on the machine sees it. More: docs/secrets.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast secret set db-password",
      "  ./holdfast exec web-1 --env PGPASSWORD=secret://db-password -- ./migrate",
      "  ./holdfast secret rotate db-password --generate 32"
    },
    subcommands = {
      SecretSetCommand.class,
      SecretListCommand.class,
      SecretLeasesCommand.class,
      SecretShowCommand.class,
      SecretRotateCommand.class,
      SecretShareCommand.class,
      SecretRemoveCommand.class
    })
public final class SecretCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
