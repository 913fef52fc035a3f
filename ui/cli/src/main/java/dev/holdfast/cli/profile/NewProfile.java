package dev.holdfast.cli.profile;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.operation.TypedInput;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A profile as it was typed; apart from its command, so that help loads no JSON.
 *
 * @param input a file, {@code -} for standard input, null for what is kept
 */
record NewProfile(@Nullable String input, List<String> settings, @Nullable Integer priority) {

  /** The body of {@code PUT /profiles}. */
  ObjectNode request(String operation, String target, InputStream standardInput) {
    ObjectNode request = Json.object().put("operation", operation).put("target", target);
    if (input != null) {
      request.set("input", TypedInput.read(input, standardInput));
    }
    TypedInput.set(request, settings);
    if (priority != null) {
      request.put("priority", priority);
    }
    return request;
  }
}
