package dev.holdfast.cli.approval;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the approval rules. */
@Command(
    name = "list",
    header = "List the approval rules.",
    description = "%nAll of them are in force; their order does not matter.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast approvals rule list -o json")
final class RuleListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RuleViews(api, options.output()).list();
    }
  }
}
