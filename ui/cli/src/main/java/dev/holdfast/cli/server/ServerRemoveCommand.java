package dev.holdfast.cli.server;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Forgets a server. */
@Command(
    name = "remove",
    header = "Unregister a server and delete its stored key; the server itself stays as it is.",
    description = "%nRefused while an operation works on it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast server remove web-1")
final class ServerRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The server.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ServerViews(api, options.output()).remove(name);
    }
  }
}
