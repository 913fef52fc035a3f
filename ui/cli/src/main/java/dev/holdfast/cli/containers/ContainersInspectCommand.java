package dev.holdfast.cli.containers;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show what the engine knows of a container. */
@Command(
    name = "inspect",
    header = "Show what the engine knows of a container.",
    description = "%nAs the engine tells it, with what looks like a secret masked.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast containers inspect web-1 web")
final class ContainersInspectCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The container, or its id.")
  private String name = "";

  @Override
  public Integer call() {
    return ContainerViews.inspect(options, platform, selector, name);
  }
}
