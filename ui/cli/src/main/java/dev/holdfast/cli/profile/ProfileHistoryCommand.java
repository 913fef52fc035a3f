package dev.holdfast.cli.profile;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Show what was kept when, and who changed it. */
@Command(
    name = "history",
    header = "Show what was kept when, and who changed it.",
    description = "%nAlso of a profile that was removed. The newest version comes first.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast profile history lockdown env=prod")
final class ProfileHistoryCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ProfileOf profile = new ProfileOf();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProfileViews(api, options.output()).history(profile.operation, profile.target);
    }
  }
}
