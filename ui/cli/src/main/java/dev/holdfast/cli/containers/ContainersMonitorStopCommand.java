package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Have the containers of servers watched no longer. */
@Command(
    name = "stop",
    header = "Have the containers of servers watched no longer.",
    description = "%nWhat was recorded stays.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers monitor stop web-1")
final class ContainersMonitorStopCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new MonitorViews(api, options.output()).stop(selector);
    }
  }
}
