package dev.holdfast.cli.operation;

import dev.holdfast.cli.Json;
import java.time.ZoneId;
import tools.jackson.databind.JsonNode;

/** The hours in which an operation may start servers, and servers that are left for later. */
final class OpenHours {
  private OpenHours() {}

  /** {@code sat 02:00-06:00 Europe/Berlin, closed until …}; empty where there are none. */
  static String of(JsonNode operation) {
    JsonNode window = operation.path("window");
    String hours = Json.text(window, "hours");
    if (hours.isEmpty() || !window.has("open")) {
      return hours;
    }
    return hours + (window.path("open").asBoolean(false) ? ", open" : ", closed") + until(window);
  }

  /** {@code waits for its window until …}; empty for a server that is not left for later. */
  static String parked(JsonNode parked) {
    return switch (Json.text(parked, "why")) {
      case "" -> "";
      case "window" -> "waits for its window" + until(parked);
      case "offline" ->
          "offline since "
              + Phrases.time(Json.text(parked, "since"), ZoneId.systemDefault())
              + ", waited for"
              + until(parked);
      default -> Json.text(parked, "why") + until(parked);
    };
  }

  private static String until(JsonNode node) {
    String until = Json.text(node, "until");
    return until.isEmpty() ? "" : " until " + Phrases.time(until, ZoneId.systemDefault());
  }
}
