package dev.holdfast.cli.profile;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Stop keeping an input. */
@Command(
    name = "remove",
    header = "Stop keeping an input.",
    description = "%nNothing is run, and servers stay as they are. The history stays, too.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast profile remove lockdown env=prod")
final class ProfileRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ProfileOf profile = new ProfileOf();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProfileViews(api, options.output()).remove(profile.operation, profile.target);
    }
  }
}
