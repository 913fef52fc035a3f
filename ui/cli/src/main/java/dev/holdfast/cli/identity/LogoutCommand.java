package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Logs out. */
@Command(
    name = "logout",
    header = "End the session that a login has begun here.",
    description = {
      "%nThe session is over for everybody who has its tokens. That of the identity provider in your"
          + " browser stays, unless you say --sso: then its page for that is opened, or its address"
          + " printed.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast logout", "  ./holdfast logout --sso"})
public final class LogoutCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(
      names = "--sso",
      order = 1,
      description = "End the session at the identity provider, too, in the browser.")
  private boolean sso;

  @Override
  public Integer call() {
    return new LoginViews(options, platform).logout(sso);
  }
}
