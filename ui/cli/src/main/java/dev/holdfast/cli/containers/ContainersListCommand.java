package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the containers on servers. */
@Command(
    name = "list",
    header = "List the containers on servers.",
    description = "%nAll of them, those that do not run, too.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers list env=prod")
final class ContainersListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return ContainerViews.list(options, platform, selector);
  }
}
