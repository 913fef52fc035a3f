package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.ExitCode;
import dev.holdfast.cli.Output;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.time.Clock;
import java.time.ZoneId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Says what an operation waits for. */
@Command(
    name = "explain",
    header = "Explain what an operation does or waits for, since when, and who can help.",
    description = {
      "%nChecks approvals, leases, retries and workers, and names what is in the way: a plan that nobody"
          + " has approved, another operation that holds the server, a server that does not answer,"
          + " a region without a worker. An operation that is well says what it is doing.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {"  ./holdfast ops explain op-01", "  ./holdfast ops explain op-01 -o json"})
final class OpsExplainCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Override
  public Integer call() {
    Output output = options.output();
    try (ApiClient api = platform.api(options)) {
      var explanation = ShortId.with(api, id, new OperationsApi(api)::explain);
      if (output.json()) {
        output.document(explanation);
      } else {
        new ExplanationView(Clock.system(ZoneId.systemDefault()), output.style())
            .lines(explanation)
            .forEach(output::line);
      }
      return ExitCode.DONE.code();
    }
  }
}
