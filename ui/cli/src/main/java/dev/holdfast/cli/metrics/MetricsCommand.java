package dev.holdfast.cli.metrics;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Shows how well the platform does. */
@Command(
    name = "metrics",
    header = "Show how fast and how available the platform is.",
    description = {
      "%nHow the API has answered its last 1,000 requests, how many it answers a minute, the",
      "connections to its database, and how much of the last 30 days operations could be",
      "started. For a program that collects figures: GET /metrics (docs/metrics.md).%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast metrics", "  ./holdfast metrics -o json"})
public final class MetricsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new MetricsView(api, options.output()).show();
    }
  }
}
