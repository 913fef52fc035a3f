package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Start what a schedule missed. */
@Command(
    name = "backfill",
    header = "Start what a schedule missed.",
    description =
        "%nStarts the operation once for each time at which it was due; its overlap policy decides whether one waits for the other.%n",
    footerHeading = "%nExample:%n",
    footer = {
      "  ./holdfast schedule backfill nightly-check \\",
      "    --from 2026-11-01T00:00:00Z --to 2026-11-08T00:00:00Z"
    })
final class ScheduleBackfillCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Option(
      names = "--from",
      paramLabel = "TIME",
      required = true,
      order = 1,
      description = "The first time, such as 2026-11-01T00:00:00Z.")
  private String from = "";

  @Option(
      names = "--to",
      paramLabel = "TIME",
      required = true,
      order = 2,
      description = "The last time, not in the future.")
  private String to = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).backfill(name, from, to);
    }
  }
}
