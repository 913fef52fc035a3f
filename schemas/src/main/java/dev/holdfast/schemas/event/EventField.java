package dev.holdfast.schemas.event;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A field of an event's data.
 *
 * @param schema its JSON Schema
 * @param required whether every event of the kind has it
 */
record EventField(String name, Map<String, Object> schema, boolean required) {

  static EventField text(String name, String description) {
    return new EventField(name, Map.of("type", "string", "description", description), true);
  }

  static EventField flag(String name, String description) {
    return new EventField(name, Map.of("type", "boolean", "description", description), true);
  }

  static EventField number(String name, String description) {
    return new EventField(
        name, Map.of("type", "integer", "minimum", 0, "description", description), true);
  }

  static EventField choice(String name, String description, String... words) {
    return new EventField(
        name, Map.of("type", "string", "enum", List.of(words), "description", description), true);
  }

  static EventField counts(String name, String description) {
    return new EventField(
        name,
        Map.of(
            "type",
            "object",
            "additionalProperties",
            Map.of("type", "integer", "minimum", 1),
            "description",
            description),
        true);
  }

  EventField optional() {
    return new EventField(name, schema, false);
  }

  /** The JSON Schema of an object with these fields and no others. */
  static Map<String, Object> object(List<EventField> fields) {
    Map<String, Object> properties = new LinkedHashMap<>();
    fields.forEach(field -> properties.put(field.name(), field.schema()));
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("$schema", "https://json-schema.org/draft/2020-12/schema");
    object.put("type", "object");
    object.put("properties", properties);
    object.put(
        "required", fields.stream().filter(EventField::required).map(EventField::name).toList());
    object.put("additionalProperties", false);
    return object;
  }
}
