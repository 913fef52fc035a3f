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

/** Rejects a plan. */
@Command(
    name = "reject",
    header = "Reject a plan; the operation ends and changes nothing more.",
    description = "%nThe reason is kept with the operation.%n",
    footerHeading = "%nExample:%n",
    footer = "  ./holdfast approvals reject op-01 --reason 'not before the release'")
final class ApprovalsRejectCommand implements Callable<Integer> {
  @Mixin private OutputOptions options = new OutputOptions();
  @Mixin private PlatformOptions platform = new PlatformOptions();

  @Parameters(paramLabel = "ID", description = "The operation.")
  private String id = "";

  @Option(
      names = "--reason",
      paramLabel = "R",
      required = true,
      order = 1,
      description = "Why, for those who asked.")
  private String reason = "";

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      order = 2,
      description = "The plan (default: the one that waits).")
  private @Nullable String plan;

  @Override
  public Integer call() {
    try (ApiClient api = platform.api(options)) {
      return new Decisions(api, options.output()).reject(id, plan, reason);
    }
  }
}
