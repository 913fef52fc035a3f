package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Add an organisation with nothing in it. */
@Command(
    name = "create",
    header = "Add an organisation with nothing in it.",
    description = "%nA name has at most 63 characters of a-z, 0-9 and -, and is given once.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org create acme")
final class OrgCreateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The organisation.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new OrgViews(api, options.output()).create(name);
    }
  }
}
