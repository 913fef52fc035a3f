package dev.holdfast.cli.identity;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Adds a second factor. */
@Command(
    name = "add",
    header = "Show the secret for your program, and confirm it with a code.",
    description =
        "%nPrints recovery codes, once: keep them where your program is not. Each is good for one login.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast user mfa add")
final class UserMfaAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SecondFactorViews(api, options).add();
    }
  }
}
