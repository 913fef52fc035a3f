package dev.holdfast.cli.server;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The servers that Holdfast manages. */
@Command(
    name = "server",
    header = "Register servers, check them and decide which host keys to trust.",
    description = {
      "%nA server is a machine that Holdfast reaches over SSH, as root or as a user who may sudo."
          + " Its host key is pinned or certified: a connection to any other key is refused.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast server add web-1 --address 192.0.2.7 --user admin \\",
      "      --key ~/.ssh/id_ed25519 --label env=prod --trust-on-first-use",
      "  ./holdfast server list env=prod"
    },
    subcommands = {
      ServerAddCommand.class,
      ServerListCommand.class,
      ServerShowCommand.class,
      ServerSetCommand.class,
      ServerTrustCommand.class,
      ServerCheckCommand.class,
      ServerDiagnoseCommand.class,
      ServerRotateCommand.class,
      ServerImportCommand.class,
      ServerRemoveCommand.class
    })
public final class ServerCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
