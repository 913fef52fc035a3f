package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Ends a session. */
@Command(
    name = "end",
    header = "End a session at once.",
    description = "%nIts tokens and its cookie are worthless from the next request on.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast session end session-0123")
final class SessionEndCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The session.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SessionViews(api, options.output()).end(id);
    }
  }
}
