package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lists sessions. */
@Command(
    name = "list",
    header = "List your sessions, or everybody's.",
    description = "%nThose that are not over, the newest first.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast session list --all")
final class SessionListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(names = "--user", paramLabel = "USER", order = 1, description = "Whose (default: yours).")
  private String user = "";

  @Option(names = "--all", order = 2, description = "Everybody's.")
  private boolean all;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SessionViews(api, options.output()).list(user, all);
    }
  }
}
