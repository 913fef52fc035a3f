package dev.holdfast.cli.containers;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Have the containers of servers watched. */
@Command(
    name = "start",
    header = "Have the containers of servers watched.",
    description =
        "%nIt lasts until it is stopped, whatever happens to the platform or the server. Nothing is"
            + " installed there.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers monitor start env=prod")
final class ContainersMonitorStartCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new MonitorViews(api, options.output()).start(selector);
    }
  }
}
