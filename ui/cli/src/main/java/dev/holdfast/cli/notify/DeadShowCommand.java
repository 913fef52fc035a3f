package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows a dead letter. */
@Command(
    name = "show",
    header = "Show an event that could not be delivered, and why.",
    description = "%nIts event is as the API and webhooks have it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast notify dead show 17")
final class DeadShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The dead letter, which dead list shows.")
  private long id;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new DeadViews(api, options.output()).show(id);
    }
  }
}
