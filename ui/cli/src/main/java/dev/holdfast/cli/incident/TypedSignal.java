package dev.holdfast.cli.incident;

import dev.holdfast.cli.Json;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A signal as it was typed; apart from its command, so that help loads no JSON. */
record TypedSignal(
    String subject, @Nullable String data, @Nullable String severity, @Nullable String title) {

  /** The body of {@code POST /signals/KIND}; what was not typed is left out. */
  ObjectNode json(InputStream standardInput) {
    ObjectNode signal = Json.object().put("subject", subject);
    if (data != null) {
      signal.set("data", value(GivenText.ofFile(data, standardInput)));
    }
    if (severity != null) {
      signal.put("severity", severity);
    }
    if (title != null) {
      signal.put("title", title);
    }
    return signal;
  }

  /** JSON as it is, anything else as a text. */
  private static JsonNode value(String text) {
    try {
      JsonNode read = Json.parse(text);
      return read.isContainer() ? read : Json.of(text);
    } catch (JacksonException e) {
      return Json.of(text);
    }
  }
}
