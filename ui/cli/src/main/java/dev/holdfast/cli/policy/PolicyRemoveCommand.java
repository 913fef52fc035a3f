package dev.holdfast.cli.policy;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Removes a rule. */
@Command(
    name = "remove",
    header = "Remove a rule of the command policy.",
    description =
        "%nOnly administrators may. Without the last allow rule of a scope everything that is not"
            + " denied may run there.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast policy remove 7")
final class PolicyRemoveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The rule's number, which policy list shows.")
  private long id;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new PolicyViews(api, options.output()).remove(id);
    }
  }
}
