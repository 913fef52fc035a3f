package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Show what containers use. */
@Command(
    name = "usage",
    header = "Show what containers use, or have used.",
    description =
        "%nOf servers that are watched (./holdfast containers monitor start). CPU and memory are"
            + " measured by what the container may use: its own limit, or what the server has.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast containers usage all",
      "  ./holdfast containers usage web-1 shop --since 24h"
    })
final class ContainersUsageCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Mixin private SomeContainers some = new SomeContainers();

  @Option(
      names = "--since",
      paramLabel = "TIME",
      order = 1,
      description = "By the minute, from then on: 10m, 24h, 7d, 2026-01-31.")
  private @Nullable String since;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      var views = new UsageViews(api, options.output());
      return since == null
          ? views.usage(some.selector, some.container)
          : views.history(some.selector, some.container, since);
    }
  }
}
