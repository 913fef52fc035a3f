package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one operation. */
@Command(
    name = "show",
    header = "Show an operation: its state, and what it came to on each server.",
    description = "%nWith --follow, watches it to its end and exits with its outcome.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops show op-01",
      "  ./holdfast ops show op-01 --follow",
      "  ./holdfast ops show op-01 -o json"
    })
final class OpsShowCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--follow",
      order = 1,
      description = "Watch it to its end; exit with its outcome.")
  private boolean follow;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(
          api,
          id,
          whole ->
              follow
                  ? new Watch(api, options.output(), options.surroundings()).toEnd(whole)
                  : OperationDetails.show(api, options.output(), whole));
    }
  }
}
