package dev.holdfast.cli.incident;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show an incident. */
@Command(
    name = "show",
    header = "Show an incident.",
    description =
        "%nIts state, its tasks, its evidence, the operations that belong to it, and the end of its timeline.%n",
    footerHeading = "%nExample:%n",
    footer = {"  ./holdfast incident show op-01"})
final class IncidentShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The incident.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new IncidentViews(api, options.output()).show(id);
    }
  }
}
