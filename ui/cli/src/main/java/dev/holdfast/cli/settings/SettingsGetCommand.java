package dev.holdfast.cli.settings;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the value of a setting. */
@Command(
    name = "get",
    header = "Show the value of a setting.",
    description = "%nPrints the number alone; -o json says everything about it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast settings get retention.operations")
final class SettingsGetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The setting, which settings list shows.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SettingsViews(api, options.output()).get(name);
    }
  }
}
