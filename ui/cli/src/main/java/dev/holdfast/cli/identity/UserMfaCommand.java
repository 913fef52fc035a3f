package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A second factor. */
@Command(
    name = "mfa",
    header = "Make your login ask for a code beside the password.",
    description =
        "%nThe codes are those of a program for one-time passwords (TOTP), which change every 30 seconds; recovery codes help where it is lost.%n",
    commandListHeading = "%nCommands:%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast user mfa add", "  ./holdfast user mfa remove"},
    subcommands = {UserMfaAddCommand.class, UserMfaRemoveCommand.class})
final class UserMfaCommand implements Runnable {
  @Mixin private OutputOptions options = new OutputOptions();

  @Override
  public void run() {
    options.showHelp();
  }
}
