package dev.holdfast.cli.runbook;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Remove a runbook. */
@Command(
    name = "remove",
    header = "Remove a runbook.",
    description = "%nWhat runs already continues. Operations that it has started stay listed.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast runbook remove restart-web")
final class RunbookRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The runbook.")
  private String named = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RunbookViews(api, options.output()).remove(named);
    }
  }
}
