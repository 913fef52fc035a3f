package dev.holdfast.cli.incident;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.operation.TypedInput;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** An operation as it was typed; apart from its command, so that help loads no JSON. */
record NewOperation(
    String type,
    String selector,
    @Nullable String input,
    List<String> settings,
    boolean dryRun,
    boolean approve) {

  /** The body of {@code POST /operations}; what was not typed is left out. */
  ObjectNode json(InputStream standardInput) {
    ObjectNode operation = Json.object().put("type", type).put("selector", selector);
    if (input != null) {
      operation.set("overrides", TypedInput.read(input, standardInput));
    }
    TypedInput.set(operation, settings);
    if (dryRun) {
      operation.put("dryRun", true);
    }
    if (approve) {
      operation.put("approve", true);
    }
    return operation;
  }
}
