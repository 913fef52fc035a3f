package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List the sinks. */
@Command(
    name = "list",
    header = "List the sinks.",
    description = "%nWith what waits for each and why its last attempt failed.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast notify sink list -o json")
final class SinkListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SinkViews(api, options.output()).list();
    }
  }
}
