package dev.holdfast.cli.schedule;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Delete a schedule. */
@Command(
    name = "delete",
    header = "Delete a schedule.",
    description = "%nIt starts nothing more; the operations that it has started continue.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast schedule delete nightly-check")
final class ScheduleDeleteCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The schedule.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ScheduleViews(api, options.output()).delete(name);
    }
  }
}
