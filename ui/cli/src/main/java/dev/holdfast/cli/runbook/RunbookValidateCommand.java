package dev.holdfast.cli.runbook;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Check a runbook without keeping it. */
@Command(
    name = "validate",
    header = "Check a runbook without keeping it.",
    description = "%nSays everything that is wrong with it, each with its line.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast runbook validate restart-web.yaml")
final class RunbookValidateCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "FILE", description = "The runbook in YAML; - reads standard input.")
  private String named = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RunbookViews(api, options.output())
          .validate(named, options.surroundings().input());
    }
  }
}
