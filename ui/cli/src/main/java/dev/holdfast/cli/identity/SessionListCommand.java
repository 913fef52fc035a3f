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

  @Option(
      names = "--of",
      paramLabel = "NAME",
      order = 1,
      description = "Those of this user of Holdfast (default: yours).")
  private String user = "";

  @Option(names = "--user", hidden = true, description = "What --of was called before.")
  void formerly(String name) {
    user = name;
  }

  @Option(names = "--all", order = 2, description = "Everybody's.")
  private boolean all;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SessionViews(api, options.output()).list(user, all);
    }
  }
}
