package dev.holdfast.cli.stack;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show every deployment of a stack. */
@Command(
    name = "history",
    header = "Show every deployment of a stack, the newest first.",
    description = {
      "%nEach has a version, and the digest of its document: the same for the same document.%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast stack history shop")
final class StackHistoryCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(index = "0", paramLabel = "NAME", description = "The stack.")
  private String name = "";

  @Override
  public Integer call() {
    return StackViews.history(options, platform, name);
  }
}
