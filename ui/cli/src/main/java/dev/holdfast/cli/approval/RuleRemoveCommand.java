package dev.holdfast.cli.approval;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes an approval rule. */
@Command(
    name = "remove",
    header = "Remove an approval rule.",
    description = "%nPlans that wait are asked for by the rules that are left.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast approvals rule remove production")
final class RuleRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "NAME", description = "The rule.")
  private String name = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new RuleViews(api, options.output()).remove(name);
    }
  }
}
