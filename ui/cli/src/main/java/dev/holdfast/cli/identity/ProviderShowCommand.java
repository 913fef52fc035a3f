package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Show the identity provider of the organisation. */
@Command(
    name = "show",
    header = "Show the identity provider of the organisation.",
    description =
        "%nIts secret is shown to nobody. The redirect URI has to be allowed at the provider, exactly as it is shown.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org identity-provider show --org acme")
final class ProviderShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).show();
    }
  }
}
