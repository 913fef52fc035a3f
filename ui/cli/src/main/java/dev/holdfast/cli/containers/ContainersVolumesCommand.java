package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the volumes on servers. */
@Command(
    name = "volumes",
    header = "List the volumes on servers.",
    description = "%nWith where they are on the server.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers volumes all")
final class ContainersVolumesCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return ContainerViews.volumes(options, platform, selector);
  }
}
