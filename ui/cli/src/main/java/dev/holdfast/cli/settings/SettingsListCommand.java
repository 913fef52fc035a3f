package dev.holdfast.cli.settings;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists all settings. */
@Command(
    name = "list",
    header = "List all settings with their values.",
    description = "%nShows of each its default and who has set it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast settings list -o json")
final class SettingsListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SettingsViews(api, options.output()).list();
    }
  }
}
