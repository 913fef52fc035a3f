package dev.holdfast.api.notify;

import dev.holdfast.api.events.EventDocument;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Events in ArcSight's Common Event Format. */
final class CefText {
  private final EventText text;
  private final JsonMapper json;

  CefText(EventText text, JsonMapper json) {
    this.text = text;
    this.json = json;
  }

  String of(EventDocument event) {
    return "CEF:0|Holdfast|Holdfast|1|%s|%s|%d|%s"
        .formatted(
            header(event.kind()),
            header(EventText.description(event)),
            severity(event.level()),
            extension(event));
  }

  private static int severity(String level) {
    return switch (level) {
      case "error" -> 8;
      case "warning" -> 5;
      default -> 2;
    };
  }

  private String extension(EventDocument event) {
    JsonNode data = json.readTree(event.data());
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put("externalId", Long.toString(event.id()));
    fields.put("rt", Long.toString(event.at().toEpochMilli()));
    fields.put("cat", event.kind());
    put(fields, "dhost", event.server());
    put(fields, "suser", first(data, "by", "initiator", "user"));
    if (event.kind().startsWith("login.")) {
      put(fields, "src", first(data, "address"));
    }
    fields.put("cs1Label", "subject");
    fields.put("cs1", event.subject());
    if (event.operation() != null) {
      fields.put("cs2Label", "operation");
      fields.put("cs2", event.operation());
    }
    fields.put("msg", text.summary(event));
    return fields.entrySet().stream()
        .map(field -> field.getKey() + "=" + value(field.getValue()))
        .collect(Collectors.joining(" "));
  }

  private static void put(Map<String, String> fields, String name, @Nullable String value) {
    if (value != null) {
      fields.put(name, value);
    }
  }

  private static @Nullable String first(JsonNode data, String... names) {
    for (String name : names) {
      if (data.path(name).isString()) {
        return data.path(name).asString();
      }
    }
    return null;
  }

  private static String header(String text) {
    return text.replace("\\", "\\\\").replace("|", "\\|").replaceAll("[\r\n]", " ");
  }

  private static String value(String text) {
    return text.replace("\\", "\\\\").replace("=", "\\=").replaceAll("[\r\n]", " ");
  }
}
