package dev.holdfast.cli.runbook;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** List the runbooks. */
@Command(
    name = "list",
    header = "List the runbooks.",
    description = "%nThe last version of each.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast runbook list -o json")
final class RunbookListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RunbookViews(api, options.output()).list();
    }
  }
}
