package dev.holdfast.cli.operation;

import dev.holdfast.cli.Durations;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import java.time.ZoneId;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** What must hold between the waves of an operation, and how that stands. */
final class GateView {
  private GateView() {}

  /** {@code verify, url:https://…, within 2m}; empty where there are none. */
  static String conditions(JsonNode operation) {
    JsonNode gates = operation.path("gates");
    String conditions =
        Json.list(gates, "conditions").stream()
            .map(gate -> Printable.line(gate.asString("")))
            .collect(Collectors.joining(", "));
    return conditions.isEmpty()
        ? ""
        : conditions + ", within " + Durations.typed(gates.path("withinSeconds").asLong(0));
  }

  /** Whether a gate has kept it from its next wave. */
  static boolean refused(JsonNode operation) {
    return Json.text(operation.path("gates").path("now"), "state").equals("refused");
  }

  /** {@code after wave 1 of 3: being tried until 10:00:00}; empty before a wave has ended. */
  static String now(JsonNode operation) {
    JsonNode now = operation.path("gates").path("now");
    JsonNode after = now.path("after");
    String wave =
        "after wave %d of %d: ".formatted(Json.number(after, "number"), Json.number(after, "of"));
    return switch (Json.text(now, "state")) {
      case "trying" ->
          wave
              + "being tried until "
              + Phrases.time(Json.text(now, "until"), ZoneId.systemDefault());
      case "held" -> wave + "held";
      case "refused" -> Printable.line(Json.text(now, "reason"));
      case "overruled" -> wave + "overruled by somebody";
      default -> "";
    };
  }
}
