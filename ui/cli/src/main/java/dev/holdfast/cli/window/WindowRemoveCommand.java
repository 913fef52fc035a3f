package dev.holdfast.cli.window;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a window. */
@Command(
    name = "remove",
    header = "Remove a maintenance window.",
    description =
        "%nWhat waits for it is looked at again when it would have opened or closed; ops window ID --now"
            + " starts it now.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast window remove prod")
final class WindowRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The window.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new WindowViews(api, options.output()).remove(name);
    }
  }
}
