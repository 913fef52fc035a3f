package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Approves a plan. */
@Command(
    name = "approve",
    header = "Approve the plan with this hash.",
    description = {
      "%n./holdfast ops plan ID shows the plan and its hash.",
      "%nWith the last approval that it takes, the operation makes its changes. Where approval rules"
          + " ask for more, the answer says what (with -o json: needs).%n"
    },
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast approvals approve op-01 --plan sha256:4f0c...")
final class ApprovalsApproveCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      required = true,
      order = 1,
      description = "The hash of the plan you have looked at.")
  private String plan = "";

  @Option(
      names = "--following",
      order = 2,
      description =
          "Of a runbook, approve what follows from it too: a plan of a step that differs only in"
              + " what the runbook itself has changed by then.")
  private boolean following;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new Decisions(api, options.output()).approve(id, plan, following);
    }
  }
}
