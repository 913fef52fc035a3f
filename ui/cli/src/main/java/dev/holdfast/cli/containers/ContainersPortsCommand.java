package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List who listens on which ports of servers. */
@Command(
    name = "ports",
    header = "List who listens on which ports of servers.",
    description = {
      "%nContainers that publish ports, and processes of the server. A deployment that wants one"
          + " of them is refused.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers ports env=prod")
final class ContainersPortsCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return ContainerViews.ports(options, platform, selector);
  }
}
