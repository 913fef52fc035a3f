package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** Shows a plan. */
@Command(
    name = "plan",
    header = "Show what an operation would change, with diffs.",
    description =
        "%nThe plan of every server, as it is approved and made: groups of changes, each with its diff."
            + " Servers whose plans are equal are shown together. Of an operation that makes no plan, what"
            + " somebody has to approve: what it was given. Of a runbook, each step that could be"
            + " planned before it starts.%n",
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ops plan op-01", "  ./holdfast ops plan op-01 -o json"})
final class OpsPlanCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(names = "--full", order = 1, description = "Show long diffs to their end.")
  private boolean full;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(api, id, whole -> show(new OperationsApi(api), whole));
    }
  }

  private int show(OperationsApi operations, String whole) {
    Output output = options.output();
    JsonNode plan = operations.plan(whole);
    if (output.json()) {
      output.document(plan);
    } else if (PlanView.isEmpty(plan)) {
      output.message(none(operations.get(whole)));
    } else {
      PlanView.lines(plan, output.style(), full).forEach(output::line);
    }
    return ExitCode.DONE.code();
  }

  private static String none(Operation operation) {
    if (!operation.makesPlans()) {
      return operation.type() + " makes no plan.";
    }
    return operation.ended() ? "It ended before it had a plan." : "It has no plan yet.";
  }
}
