package dev.holdfast.cli.containers;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Parameters;

/** Which containers are shown; all of them unless something else is said. */
final class SomeContainers {
  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "SELECTOR",
      description = "Which servers (default: all).")
  String selector = "all";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "NAME",
      description = "The container (default: all).")
  @Nullable String container;
}
