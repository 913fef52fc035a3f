package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Stop an operation and leave every server in a known state. */
@Command(
    name = "cancel",
    header = "Stop an operation and leave every server in a known state.",
    description =
        "%nWhat runs on a server is stopped, and what is armed and not confirmed is reverted, before the operation ends as cancelled. Changes that were confirmed stay.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast ops cancel op-01")
final class OpsCancelCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Override
  public Integer call() {
    return Steer.operation(options, platform, id, "cancel");
  }
}
