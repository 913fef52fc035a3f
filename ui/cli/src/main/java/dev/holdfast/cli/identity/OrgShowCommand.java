package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show an organisation. */
@Command(
    name = "show",
    header = "Show an organisation.",
    description = "%nWho added it and when, and what it uses of its quotas.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org show acme")
final class OrgShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The organisation.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new OrgViews(api, options.output()).show(name);
    }
  }
}
