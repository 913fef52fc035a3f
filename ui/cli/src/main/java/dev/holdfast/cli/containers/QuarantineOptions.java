package dev.holdfast.cli.containers;

import dev.holdfast.cli.operation.FailureLimit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What isolating and releasing a container take alike. */
final class QuarantineOptions {
  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  String selector = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The container, or its id.")
  String name = "";

  @Option(names = "--dry-run", order = 20, description = "Look, and say what would be done.")
  boolean dryRun;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 21,
      description = "Servers at the same time (default: 4).")
  @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = FailureLimit.LABEL,
      order = 22,
      description = FailureLimit.TEXT)
  @Nullable String maxFailures;
}
