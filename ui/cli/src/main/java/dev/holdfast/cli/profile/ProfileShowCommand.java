package dev.holdfast.cli.profile;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Show a profile with its input. */
@Command(
    name = "show",
    header = "Show a profile with its input.",
    description = "%nWith --version, as it was then.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast profile show lockdown env=prod",
      "  ./holdfast profile show lockdown env=prod --version 2 -o json"
    })
final class ProfileShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private ProfileOf profile = new ProfileOf();

  @Option(
      names = "--version",
      paramLabel = "N",
      order = 1,
      description = "As it was in this version (default: the one that counts).")
  private @Nullable Integer version;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new ProfileViews(api, options.output())
          .show(profile.operation, profile.target, version);
    }
  }
}
