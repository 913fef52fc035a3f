package dev.holdfast.cli;

import java.io.InputStream;
import java.io.Reader;
import java.util.List;
import java.util.function.Consumer;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.exc.StreamReadException;
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

  /**
   * Hands over the elements of {@code items} one by one, and returns the text of {@code next}.
   *
   * @throws JacksonException if the text is not such a page
   */
  static String items(InputStream page, Consumer<JsonNode> taker) {
    String next = "";
    try (JsonParser parser = MAPPER.createParser(page)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new StreamReadException(parser, "is not a page");
      }
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        String field = parser.currentName();
        JsonToken value = parser.nextToken();
        if (field.equals("items") && value == JsonToken.START_ARRAY) {
          while (parser.nextToken() != JsonToken.END_ARRAY) {
            taker.accept(parser.readValueAsTree());
          }
        } else if (field.equals("next") && value == JsonToken.VALUE_STRING) {
          next = parser.getString();
        } else {
          parser.skipChildren();
        }
      }
    }
    return next;
  }

  /**
   * Hands over JSON documents one by one, of which each may take one line or several.
   *
   * @throws JacksonException if something is no JSON
   */
  public static void documents(Reader text, Consumer<JsonNode> taker) {
    try (JsonParser parser = MAPPER.createParser(text)) {
      while (parser.nextToken() != null) {
        taker.accept(parser.readValueAsTree());
      }
    }
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

  /** The texts of a list; empty if there is none. */
  public static List<String> strings(JsonNode node, String field) {
    return list(node, field).stream().map(JsonNode::asString).toList();
  }

  /** The elements of an array in a field; none if there is no such array. */
  public static List<JsonNode> list(JsonNode node, String field) {
    return List.copyOf(node.path(field).values());
  }
}
