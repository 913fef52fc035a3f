package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.Pages;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Lists the servers of an operation. */
@Command(
    name = "servers",
    header = "List the servers of an operation, with the outcome on each.",
    description =
        "%nAll of them, sorted by name; ops show has the first 100 only, those that failed first.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops servers op-01",
      "  ./holdfast ops servers op-01 --state failed,unreachable",
      "  ./holdfast ops servers op-01 --state skipped -o json"
    })
final class OpsServersCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--state",
      paramLabel = "STATE",
      order = 1,
      description =
          "Only those in this state, or in one of several that are separated by commas: queued,"
              + " planning, awaiting-approval, running, parked, succeeded, unchanged, failed,"
              + " interrupted, unreachable, skipped, cancelled, undone.")
  private String states = "";

  @Option(
      names = "--limit",
      paramLabel = "N",
      order = 2,
      description = "At most so many (default: all).")
  private int limit = Integer.MAX_VALUE;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(api, id, whole -> show(new OperationsApi(api), whole));
    }
  }

  private int show(OperationsApi operations, String whole) {
    Output output = options.output();
    Pages.Part part = operations.servers(whole, states, Math.max(1, limit));
    if (output.json()) {
      output.document(Json.of(part.items()));
      return ExitCode.DONE.code();
    }
    Operation operation = operations.get(whole).with(part.items());
    if (part.items().isEmpty()) {
      output.message(
          "None of its %d servers is %s."
              .formatted(operation.progress().total(), states.replace(",", " or ")));
    } else {
      output.table(OperationSummary.servers(operation));
    }
    if (part.more()) {
      output.message("There are more; --limit N shows more.");
    }
    return ExitCode.DONE.code();
  }
}
