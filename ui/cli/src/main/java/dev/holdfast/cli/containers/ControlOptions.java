package dev.holdfast.cli.containers;

import dev.holdfast.cli.operation.FailureLimit;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** What the commands that change containers take alike. */
final class ControlOptions {
  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  String selector = "";

  @Parameters(
      index = "1..*",
      arity = "1..50",
      paramLabel = "NAME",
      description = "The containers, or their ids.")
  List<String> names = List.of();

  @Option(names = "--dry-run", order = 20, description = "Show on how many it would be done.")
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
