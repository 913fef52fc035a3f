package dev.holdfast.cli.runbook;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Show a runbook and its inputs. */
@Command(
    name = "show",
    header = "Show a runbook and its inputs.",
    description = "%nThe text as it was added.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast runbook show restart-web")
final class RunbookShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The runbook.")
  private String named = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RunbookViews(api, options.output()).show(named);
    }
  }
}
