package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the containers in quarantine. */
@Command(
    name = "quarantined",
    header = "List the containers in quarantine.",
    description = "%nAs their servers know them: why, since when, and until when.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers quarantined env=prod")
final class ContainersQuarantinedCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "Which servers (default: all).")
  private String selector = "all";

  @Override
  public Integer call() {
    return ContainerViews.quarantined(options, platform, selector);
  }
}
