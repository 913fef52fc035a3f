package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Ask the provider whether people can log in through it. */
@Command(
    name = "test",
    header = "Ask the provider whether people can log in through it.",
    description =
        "%nReads its discovery document and its keys, and shows it the client ID and the secret. Whether it allows the redirect URI, only a login tells.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast org identity-provider test --org acme")
final class ProviderTestCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProviderViews(api, options).test();
    }
  }
}
