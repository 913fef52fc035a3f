package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Start the operation of a schedule now. */
@Command(
    name = "trigger",
    header = "Start the operation of a schedule now.",
    description =
        "%nAlso while it is paused; if the one before still runs, its overlap policy decides.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast schedule trigger nightly-check")
final class ScheduleTriggerCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).trigger(name);
    }
  }
}
