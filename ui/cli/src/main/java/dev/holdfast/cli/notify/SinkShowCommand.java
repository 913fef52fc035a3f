package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show a sink. */
@Command(
    name = "show",
    header = "Show a sink.",
    description = "%nIts rule, its settings without their secrets, and how its deliveries go.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast notify sink show ops")
final class SinkShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The sink.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SinkViews(api, options.output()).show(name);
    }
  }
}
