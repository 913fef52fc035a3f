package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** List the stacks on servers. */
@Command(
    name = "list",
    header = "List the stacks on servers.",
    description = "%nAs their engines have them: how many tools run, and are healthy.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast stack list env=prod")
final class StackListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Override
  public Integer call() {
    return StackViews.list(options, platform, selector);
  }
}
