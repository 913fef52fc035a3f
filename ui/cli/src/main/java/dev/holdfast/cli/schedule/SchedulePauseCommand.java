package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Pause a schedule. */
@Command(
    name = "pause",
    header = "Pause a schedule.",
    description = "%nIt starts nothing until it is resumed; what it has started continues.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast schedule pause nightly-check --note 'release week'")
final class SchedulePauseCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Option(
      names = "--note",
      paramLabel = "TEXT",
      order = 1,
      description = "Why, for whoever looks at it later.")
  private @Nullable String note;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).pause(name, note);
    }
  }
}
