package dev.holdfast.cli.server;

import dev.holdfast.cli.Json;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A server as the platform has it, beside what a file says of it. */
final class RegisteredServer {
  private static final List<String> PLAIN = List.of("address", "port", "user", "jump");

  private RegisteredServer() {}

  /**
   * The change that makes a registration what is wanted; empty where it is so already. What is not
   * wanted in so many words stays.
   */
  static ObjectNode difference(JsonNode is, JsonNode wanted) {
    ObjectNode change = Json.object();
    for (String field : PLAIN) {
      if (wanted.has(field) && !Json.text(wanted, field).equals(Json.text(is, field))) {
        change.set(field, wanted.get(field));
      }
    }
    ObjectNode labels = Json.object();
    wanted
        .path("labels")
        .forEachEntry((key, value) -> {
          if (!value.equals(is.path("labels").get(key))) {
            labels.set(key, value);
          }
        });
    if (!labels.isEmpty()) {
      change.set("labels", labels);
    }
    return change;
  }
}
