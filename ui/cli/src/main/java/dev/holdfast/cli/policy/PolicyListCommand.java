package dev.holdfast.cli.policy;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists the rules. */
@Command(
    name = "list",
    header = "List the rules of the command policy.",
    description = "%nAll of them are in force; their order does not matter.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast policy list -o json")
final class PolicyListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new PolicyViews(api, options.output()).list();
    }
  }
}
