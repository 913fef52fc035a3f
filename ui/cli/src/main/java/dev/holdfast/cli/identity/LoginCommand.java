package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Logs in. */
@Command(
    name = "login",
    header = "Log in as a user, with a password.",
    description = {
      "%nAsks for the password on a terminal; else its first line of standard input is the password. Commands act for this user until ./holdfast logout, and the session is kept in the launcher's home, in a file that only you can read.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast login bob",
      "  ./holdfast login bob --server https://holdfast.example.org"
    })
public final class LoginCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "USER", description = "Who you are.")
  private String user = "";

  @Override
  public Integer call() {
    return new LoginViews(options, platform).login(user);
  }
}
