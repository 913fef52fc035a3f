package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Remove an organisation that has nothing in it any more. */
@Command(
    name = "remove",
    header = "Remove an organisation that has nothing in it any more.",
    description = "%nIts audit and its operations stay, and its name is never given again.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org remove acme")
final class OrgRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The organisation.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new OrgViews(api, options.output()).remove(name);
    }
  }
}
