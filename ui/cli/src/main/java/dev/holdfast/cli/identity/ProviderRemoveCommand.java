package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Let nobody log in through the provider any more. */
@Command(
    name = "remove",
    header = "Let nobody log in through the provider any more.",
    description =
        "%nEnds the links of users, what groups have given, and the sessions that began through the provider. The users stay.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org identity-provider remove --org acme")
final class ProviderRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).remove();
    }
  }
}
