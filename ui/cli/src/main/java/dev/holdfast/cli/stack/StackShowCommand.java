package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show the tools of a stack on servers. */
@Command(
    name = "show",
    header = "Show the tools of a stack on servers.",
    description =
        "%nWhat runs, of which image, how healthy, at which ports, and who deployed it.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast stack show shop env=prod")
final class StackShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The stack.")
  private String name = "";

  @Parameters(index = "1", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return StackViews.show(options, platform, name, selector);
  }
}
