package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Show a schedule. */
@Command(
    name = "show",
    header = "Show a schedule.",
    description = "%nWhen it starts next, and what came of its last starts.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast schedule show nightly-check --next 20")
final class ScheduleShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Option(
      names = "--next",
      paramLabel = "N",
      order = 1,
      description = "How many of the next starts to show, at most 100 (default: 5).")
  private int next = 5;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).show(name, next);
    }
  }
}
