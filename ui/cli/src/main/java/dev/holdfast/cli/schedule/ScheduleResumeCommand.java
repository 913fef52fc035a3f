package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Resume a schedule. */
@Command(
    name = "resume",
    header = "Resume a schedule.",
    description =
        "%nWhat was due while it was paused is not made up for; schedule backfill does that.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast schedule resume nightly-check")
final class ScheduleResumeCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).resume(name);
    }
  }
}
