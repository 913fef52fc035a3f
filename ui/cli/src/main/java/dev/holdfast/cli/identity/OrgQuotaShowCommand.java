package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows quotas. */
@Command(
    name = "show",
    header = "Show what an organisation may use, and does.",
    description = "%nRequests are those of this minute.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org quota show acme")
final class OrgQuotaShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The organisation.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new QuotaViews(api, options.output()).show(name);
    }
  }
}
