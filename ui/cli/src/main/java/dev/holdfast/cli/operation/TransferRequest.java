package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What copy, fetch and sync ask for alike; what was not said is left to the platform. */
record TransferRequest(
    boolean sudo,
    @Nullable String via,
    @Nullable String priority,
    @Nullable Integer concurrency,
    @Nullable String maxFailures,
    @Nullable List<String> window) {

  /** The body of {@code POST /operations}; the input gets what stands here. */
  JsonNode body(String type, String selector, ObjectNode input) {
    return body(type, selector, input, false);
  }

  /** As {@link #body(String, String, ObjectNode)}, or for a dry run. */
  JsonNode body(String type, String selector, ObjectNode input, boolean dryRun) {
    input.put("sudo", sudo);
    if (via != null) {
      input.put("via", via);
    }
    ObjectNode body = Json.object().put("type", type).put("selector", selector);
    body.set("input", input);
    if (dryRun) {
      body.put("dryRun", true);
    }
    if (priority != null) {
      body.put("priority", priority);
    }
    if (concurrency != null) {
      body.put("concurrency", concurrency);
    }
    if (window != null) {
      body.put("window", String.join("; ", window));
    }
    if (maxFailures != null) {
      body.put("maxFailures", maxFailures);
    }
    return body;
  }
}
