package dev.holdfast.cli.notify;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Printable;
import dev.holdfast.cli.operation.Phrases;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An event as a line for people. */
final class EventLine {
  private EventLine() {}

  static String of(JsonNode event) {
    return "%s  %-7s  %-27s  %s"
        .formatted(
            Printable.line(Phrases.time(event, "at")),
            Printable.line(Json.text(event, "level")),
            Printable.line(Json.text(event, "kind")),
            what(event));
  }

  /** What it is about, and what it says of it. */
  static String what(JsonNode event) {
    List<String> words = new ArrayList<>();
    String server = Json.text(event, "server");
    String subject = Json.text(event, "subject");
    words.add(subject.replaceFirst("^(operation|server|schedule|secret)/", ""));
    if (!server.isEmpty() && !subject.equals("server/" + server)) {
      words.add("on " + server);
    }
    event
        .path("data")
        .properties()
        .forEach(field -> words.add(field.getKey() + "=" + value(field.getValue())));
    return Printable.line(String.join(" ", words));
  }

  private static String value(JsonNode value) {
    if (value.isObject()) {
      return String.join(
          ",",
          value.properties().stream()
              .map(field -> field.getKey() + ":" + field.getValue().asString())
              .toList());
    }
    return value.asString();
  }
}
