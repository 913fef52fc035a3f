package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** End a mapping, and at once what it has given. */
@Command(
    name = "unmap",
    header = "End a mapping, and at once what it has given.",
    description = "%norg identity-provider groups shows the ids.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org identity-provider unmap group-0123")
final class ProviderUnmapCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The mapping.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).unmap(id);
    }
  }
}
