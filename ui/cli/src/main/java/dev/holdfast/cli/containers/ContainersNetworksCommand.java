package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the container networks on servers. */
@Command(
    name = "networks",
    header = "List the container networks on servers.",
    description = "%nWith the addresses that they have.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers networks all")
final class ContainersNetworksCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return ContainerViews.networks(options, platform, selector);
  }
}
