package dev.holdfast.cli.operation;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Change how many servers an operation works on at the same time. */
@Command(
    name = "concurrency",
    header = "Change how many servers an operation works on at the same time.",
    description =
        "%nHolds for the servers that are not started yet; those under way are finished.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast ops concurrency op-01 20")
final class OpsConcurrencyCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Parameters(index = "1", paramLabel = "N", description = "Servers at the same time.")
  private int servers;

  @Override
  public Integer call() {
    return Steer.concurrency(options, platform, id, servers);
  }
}
