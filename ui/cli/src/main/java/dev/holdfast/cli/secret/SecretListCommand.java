package dev.holdfast.cli.secret;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists secrets. */
@Command(
    name = "list",
    header = "List the secrets, without their values.",
    description = "%nSays of each who gave it its newest value, and when.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast secret list")
final class SecretListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SecretViews(api, options.output()).list();
    }
  }
}
