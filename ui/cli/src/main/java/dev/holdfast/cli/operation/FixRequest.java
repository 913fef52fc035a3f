package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What is to be different in the input of a server. */
final class FixRequest {
  private FixRequest() {}

  /**
   * The body of {@code POST /operations/ID/fix}.
   *
   * @param input a file, {@code -} for standard input, null for none
   * @throws dev.holdfast.cli.Failure if it cannot be read or is no JSON object
   */
  static JsonNode body(
      String server, @Nullable String input, List<String> settings, InputStream standardInput) {
    ObjectNode body = Json.object().put("server", server);
    if (input != null) {
      body.set("overrides", TypedInput.read(input, standardInput));
    }
    TypedInput.set(body, settings);
    return body;
  }
}
