package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List the schedules. */
@Command(
    name = "list",
    header = "List the schedules.",
    description = "%nThe state of each and its next start; times are those of its zone.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast schedule list -o json")
final class ScheduleListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).list();
    }
  }
}
