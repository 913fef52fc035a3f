package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Lists what waits. */
@Command(
    name = "list",
    header = "List the plans that wait for a decision, the longest first.",
    description = "%nWhat waits, since when, and how to approve it.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast approvals list", "  ./holdfast approvals list -o json"})
final class ApprovalsListCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new Decisions(api, options.output()).list();
    }
  }
}
