package dev.holdfast.cli;

import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads and writes JSON; a field that is absent or null reads as empty. */
public final class Json {
  private static final JsonMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  /**
   * Reads one JSON value and nothing after it.
   *
   * @throws JacksonException if the text is no JSON
   */
  public static JsonNode parse(String text) {
    return MAPPER.readTree(text);
  }

  /** A JSON value of plain Java values: maps, lists, strings, numbers, booleans. */
  public static JsonNode of(Object value) {
    return MAPPER.valueToTree(value);
  }

  /** The text of a field; numbers and booleans as they are written. */
  public static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isNull() || value.isMissingNode() || value.isContainer() ? "" : value.asString();
  }

  /** The whole number in a field, or 0. */
  public static int number(JsonNode node, String field) {
    return node.path(field).asInt(0);
  }

  /** Whether a field says true. */
  public static boolean flag(JsonNode node, String field) {
    return node.path(field).asBoolean(false);
  }

  /** The elements of an array in a field; none if there is no such array. */
  public static List<JsonNode> list(JsonNode node, String field) {
    return List.copyOf(node.path(field).values());
  }
}
