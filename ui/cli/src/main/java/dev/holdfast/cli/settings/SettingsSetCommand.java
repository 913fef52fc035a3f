package dev.holdfast.cli.settings;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Changes the value of a setting. */
@Command(
    name = "set",
    header = "Change the value of a setting; it is in force at once.",
    description = "%nOnly administrators may. Set the default to return to it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast settings set retention.operations 90")
final class SettingsSetCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "The setting, which settings list shows.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "VALUE", description = "The new value.")
  private int value;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new SettingsViews(api, options.output()).set(name, value);
    }
  }
}
