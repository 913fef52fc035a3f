package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The users of the platform. */
@Command(
    name = "user",
    header = "Add, show, disable and remove users.",
    description = {
      "%nA new user may do nothing: ./holdfast grant add gives it a role.",
      "%nWho may do what: docs/identity.md.%n"
    },
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast user add bob",
      "  ./holdfast user password bob --generate",
      "  ./holdfast user list",
      "  ./holdfast user disable bob"
    },
    subcommands = {
      UserListCommand.class,
      UserShowCommand.class,
      UserAddCommand.class,
      UserPasswordCommand.class,
      UserMfaCommand.class,
      UserLinkCommand.class,
      UserUnlinkCommand.class,
      UserDisableCommand.class,
      UserEnableCommand.class,
      UserUnlockCommand.class,
      UserRemoveCommand.class
    })
public final class UserCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
