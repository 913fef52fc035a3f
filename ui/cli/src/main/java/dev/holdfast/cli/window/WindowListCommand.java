package dev.holdfast.cli.window;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the windows. */
@Command(
    name = "list",
    header = "List the maintenance windows.",
    description = "%nEach with its servers, its hours, and whether it is open.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast window list -o json")
final class WindowListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new WindowViews(api, options.output()).list();
    }
  }
}
