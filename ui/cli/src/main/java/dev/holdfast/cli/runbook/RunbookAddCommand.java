package dev.holdfast.cli.runbook;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Keep a runbook, so that it can be started by its name. */
@Command(
    name = "add",
    header = "Keep a runbook, so that it can be started by its name.",
    description =
        "%nA runbook of the same name gets a new version; what runs already has a copy of its own.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast runbook add restart-web.yaml")
final class RunbookAddCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "FILE", description = "The runbook in YAML; - reads standard input.")
  private String named = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RunbookViews(api, options.output()).add(named, options.surroundings().input());
    }
  }
}
