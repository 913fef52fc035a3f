package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is asked of {@code POST /operations}; what was not said is left to the platform. */
record StartRequest(ObjectNode body) {

  static StartRequest of(
      String type, @Nullable String selector, JsonNode input, boolean dryRun, boolean approve) {
    ObjectNode body = Json.object();
    body.put("type", type);
    if (selector != null) {
      body.put("selector", selector);
    }
    body.set("input", input);
    body.put("dryRun", dryRun);
    body.put("approve", approve);
    return new StartRequest(body);
  }

  void optional(String field, @Nullable Object value) {
    if (value != null) {
      body.set(field, Json.of(value));
    }
  }
}
