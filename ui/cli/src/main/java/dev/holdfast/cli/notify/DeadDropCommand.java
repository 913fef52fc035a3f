package dev.holdfast.cli.notify;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Forget events that could not be delivered. */
@Command(
    name = "drop",
    header = "Forget events that could not be delivered.",
    description = "%nThe events themselves stay.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast notify dead drop 17 18",
      "  ./holdfast notify dead drop --sink ops",
      "  ./holdfast notify dead drop --all"
    })
final class DeadDropCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();
  @Mixin private DeadChoice choice = new DeadChoice();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new DeadViews(api, options.output()).drop(choice);
    }
  }
}
