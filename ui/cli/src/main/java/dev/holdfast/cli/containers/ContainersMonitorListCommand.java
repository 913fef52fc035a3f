package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show which servers are watched. */
@Command(
    name = "list",
    header = "Show which servers are watched, and how that goes.",
    description = "%nA server that cannot be reached is tried again, at least every 5 minutes.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers monitor list")
final class ContainersMonitorListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "Which servers (default: all).")
  private String selector = "all";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new MonitorViews(api, options.output()).list(selector);
    }
  }
}
