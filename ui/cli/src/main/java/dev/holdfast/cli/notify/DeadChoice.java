package dev.holdfast.cli.notify;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which dead letters. */
final class DeadChoice {
  @Parameters(
      arity = "0..*",
      paramLabel = "ID",
      description = "Dead letters, which dead list shows.")
  List<Long> ids = new ArrayList<>();

  @Option(
      names = "--sink",
      paramLabel = "NAME",
      order = 1,
      description = "Those of this sink; without an ID all of them.")
  @Nullable String sink;

  @Option(names = "--all", order = 2, description = "All, whatever their sink.")
  boolean all;
}
