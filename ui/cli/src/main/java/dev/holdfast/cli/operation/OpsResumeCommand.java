package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Go on with a paused operation. */
@Command(
    name = "resume",
    header = "Go on with a paused operation.",
    description =
        "%nGoes on with the next server, where ops pause stopped it; or with the next wave, although"
            + " a gate before it did not hold.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast ops resume op-01")
final class OpsResumeCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Override
  public Integer call() {
    return Steer.operation(options, platform, id, "resume");
  }
}
