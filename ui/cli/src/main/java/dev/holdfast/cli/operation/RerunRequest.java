package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** How an operation is to be started again; what was not said is as the first time. */
final class RerunRequest {
  private RerunRequest() {}

  static JsonNode body(boolean failed, boolean dryRun, boolean approve) {
    ObjectNode body = Json.object().put("failed", failed).put("approve", approve);
    return dryRun ? body.put("dryRun", true) : body;
  }
}
