package dev.holdfast.cli.policy;

import dev.holdfast.cli.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the policy is asked; apart from its command, so that help loads no JSON.
 *
 * @param script its text, in place of a command
 */
record Question(
    String selector,
    boolean sudo,
    @Nullable String user,
    @Nullable String operation,
    List<String> command,
    @Nullable String script,
    String interpreter) {

  /** The question for the API. */
  JsonNode json() {
    ObjectNode request = Json.object();
    request.put("selector", selector).put("sudo", sudo);
    if (user != null) {
      request.put("user", user);
    }
    if (operation != null) {
      request.put("operation", operation);
    }
    if (script == null) {
      request.set("command", Json.of(command));
    } else {
      request.put("script", script).put("interpreter", interpreter);
    }
    return request;
  }
}
