package dev.holdfast.cli.shell;

import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Opens the Temporal Web UI. */
@Command(
    name = "temporal",
    header = "Open the Temporal Web UI, where every operation reads like a runbook.",
    description = {
      "%nMakes a link that signs you in once, so that the Web UI can decode what it shows, and opens"
          + " it in the browser; where there is no display, prints it.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ui temporal", "  ./holdfast ui temporal --print"})
final class UiTemporalCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Option(names = "--print", order = 1, description = "Print the link, open nothing.")
  private boolean print;

  @Override
  public Integer call() {
    return SignedInLink.open(options, platform, "temporal", print);
  }
}
