package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Remove a sink. */
@Command(
    name = "remove",
    header = "Remove a sink.",
    description = "%nWhat waits for it and its dead letters go with it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast notify sink remove ops")
final class SinkRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The sink.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SinkViews(api, options.output()).remove(name);
    }
  }
}
