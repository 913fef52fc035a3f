package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Shows the undo ledger of an operation. */
@Command(
    name = "changes",
    header = "Show what an operation did change.",
    description = "%nEvery change that was made, with the state before it in the JSON.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ops changes op-01", "  ./holdfast ops changes op-01 -o json"})
final class OpsChangesCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(api, id, whole -> ChangeList.show(api, options.output(), whole));
    }
  }
}
