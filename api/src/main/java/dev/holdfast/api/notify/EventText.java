package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import dev.holdfast.schemas.event.EventKind;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events in words for people. Thread-safe. */
@Component
final class EventText {
  private final JsonMapper json;

  EventText(JsonMapper json) {
    this.json = json;
  }

  /** What an event says of one thing. */
  record Fact(String name, String value) {}

  /** What has happened to what. */
  static String title(EventDocument event) {
    return line(event.kind() + " " + event.subject().replaceFirst("^[a-z]+/", ""));
  }

  /** What its kind means. */
  static String description(EventDocument event) {
    return EventKind.find(event.kind())
        .map(EventKind::description)
        .orElse("This is a test: nothing has happened.");
  }

  /** What it says, in the order of its fields. */
  List<Fact> facts(EventDocument event) {
    List<Fact> facts = new ArrayList<>();
    facts.add(new Fact("level", event.level()));
    facts.add(new Fact("at", event.at().toString()));
    if (event.operation() != null) {
      facts.add(new Fact("operation", line(event.operation())));
    }
    if (event.server() != null) {
      facts.add(new Fact("server", line(event.server())));
    }
    json.readTree(event.data())
        .properties()
        .forEach(field -> facts.add(new Fact(line(field.getKey()), line(value(field.getValue())))));
    return facts;
  }

  /** What it says, in one line. */
  String summary(EventDocument event) {
    return String.join(
        " ", facts(event).stream().map(fact -> fact.name() + "=" + fact.value()).toList());
  }

  private static String value(JsonNode value) {
    return value.isObject()
        ? String.join(
            ", ",
            value.properties().stream()
                .map(field -> field.getKey() + ": " + field.getValue().asString())
                .toList())
        : value.asString();
  }

  /** Without what would end the line, or is no text. */
  private static String line(String text) {
    return text.replaceAll("[\\p{Cntrl}\\u2028\\u2029]", " ");
  }
}
