package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Start no further server; those under way are finished. */
@Command(
    name = "pause",
    header = "Start no further server; those under way are finished.",
    description = "%nThe operation keeps its place and continues with ops resume.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast ops pause op-01")
final class OpsPauseCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Override
  public Integer call() {
    return Steer.operation(options, platform, id, "pause");
  }
}
