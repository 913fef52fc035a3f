package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows one server. */
@Command(
    name = "show",
    header = "Show a server with its pinned host keys.",
    description = "%nThe login key is not shown: it cannot be read back.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast server show web-1")
final class ServerShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ServerViews(api, options.output()).show(name);
    }
  }
}
