package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Send a test message to a sink. */
@Command(
    name = "test",
    header = "Send a test message to a sink.",
    description =
        "%nOne message of the kind test, with one attempt. Exit code 1 if it does not arrive.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast notify sink test ops")
final class SinkTestCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The sink.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SinkViews(api, options.output()).test(name);
    }
  }
}
