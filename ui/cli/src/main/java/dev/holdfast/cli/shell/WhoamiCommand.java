package dev.holdfast.cli.shell;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Tells who the platform takes you for. */
@Command(
    name = "whoami",
    header = "Show who you are to the platform, and what you may do there.",
    description = "%nAsks the platform whose token this is.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast whoami")
public final class WhoamiCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new WhoamiView(api, options.output()).show();
    }
  }
}
