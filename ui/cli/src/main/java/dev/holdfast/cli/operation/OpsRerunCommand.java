package dev.holdfast.cli.operation;

import dev.holdfast.cli.ApiClient;
import dev.holdfast.cli.OutputOptions;
import dev.holdfast.cli.PlatformOptions;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts an operation again. */
@Command(
    name = "rerun",
    header = "Start an operation again, with the same input.",
    description =
        "%nA new operation with the input, priority and limits of the first one, on the servers that"
            + " its selector means now, or with --failed on those on which it did not succeed. Its"
            + " plan needs an approval of its own.%n",
    footerHeading = "%nExamples:%n",
    footer = {
      "  ./holdfast ops rerun op-01 --follow",
      "  ./holdfast ops rerun op-01 --failed --follow"
    })
final class OpsRerunCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--failed",
      order = 1,
      description = "Only on the servers on which it did not succeed.")
  private boolean failed;

  @Option(names = "--dry-run", order = 2, description = "Show what would change, change nothing.")
  private boolean dryRun;

  @Option(names = "--approve", order = 3, description = "Approve the plan without review.")
  private boolean approve;

  @Option(
      names = "--follow",
      order = 4,
      description = "Watch it to its end; exit with its outcome.")
  private boolean follow;

  @Option(
      names = "--idempotency-key",
      paramLabel = "KEY",
      order = 5,
      description = "A repeated request with this key returns the first operation.")
  private @Nullable String key;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return ShortId.with(
          api,
          id,
          whole ->
              Start.again(
                  api, options, whole, RerunRequest.body(failed, dryRun, approve), key, follow));
    }
  }
}
