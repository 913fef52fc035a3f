package dev.holdfast.cli.containers;

import dev.holdfast.cli.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** What isolating and releasing a container take alike. */
final class QuarantineOptions {
  @Parameters(index = "0", paramLabel = "SELECTOR", description = "Which servers; or all.")
  private String selector = "";

  @Parameters(index = "1", paramLabel = "NAME", description = "The container, or its id.")
  private String name = "";

  @Option(names = "--dry-run", order = 20, description = "Look, and say what would be done.")
  private boolean dryRun;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      order = 21,
      description = "Servers at the same time (default: 4).")
  private @Nullable Integer concurrency;

  @Option(
      names = "--max-failures",
      paramLabel = "N",
      order = 22,
      description = "Start on no further server after more than N failed (default: 0).")
  private @Nullable Integer maxFailures;

  /** The request for an operation, whose input names the container. */
  ObjectNode request(String type) {
    ObjectNode body =
        Json.object().put("type", type).put("selector", selector).put("dryRun", dryRun);
    if (concurrency != null) {
      body.put("concurrency", concurrency);
    }
    if (maxFailures != null) {
      body.put("maxFailures", maxFailures);
    }
    body.putObject("input").put("container", name);
    return body;
  }
}
