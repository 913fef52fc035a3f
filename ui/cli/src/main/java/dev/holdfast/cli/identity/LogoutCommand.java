package dev.holdfast.cli.identity;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Logs out. */
@Command(
    name = "logout",
    header = "End the session that a login has begun here.",
    description = "%nThe session is over for everybody who has its tokens.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast logout")
public final class LogoutCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    return new LoginViews(options, platform).logout();
  }
}
