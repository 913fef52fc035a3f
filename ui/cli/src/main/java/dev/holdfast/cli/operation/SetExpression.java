package dev.holdfast.cli.operation;

import dev.holdfast.cli.Failure;
import dev.holdfast.cli.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One {@code --set path=value}: where in the input, and what.
 *
 * <p>The path is dotted and may hold indexes ({@code users[0].name}). The value is JSON if it reads
 * as JSON, {@code [a,b]} is a list of such values, all else is a string.
 */
record SetExpression(List<Object> path, JsonNode value) {
  private static final String REMEDY =
      "write --set path=value, such as --set sshd.allowUsers=[deploy,admin]";
  private static final Pattern SEGMENT = Pattern.compile("([^.\\[\\]]+)((?:\\[\\d{1,4}])*)");

  /**
   * @throws Failure if it is none
   */
  static SetExpression parse(String expression) {
    int equals = expression.indexOf('=');
    if (equals < 1) {
      throw Failure.usage(
          "--set '" + expression + "' has no " + (equals == 0 ? "path" : "="), REMEDY);
    }
    String text = expression.substring(0, equals);
    List<Object> path = new ArrayList<>();
    for (String part : text.split("\\.", -1)) {
      Matcher segment = SEGMENT.matcher(part);
      if (!segment.matches()) {
        throw Failure.usage("--set: '" + text + "' is not a path", REMEDY);
      }
      path.add(segment.group(1));
      for (String index : segment.group(2).split("[\\[\\]]+", -1)) {
        if (!index.isEmpty()) {
          path.add(Integer.valueOf(index));
        }
      }
    }
    return new SetExpression(path, value(expression.substring(equals + 1)));
  }

  /** As the API takes it. */
  JsonNode json() {
    ObjectNode set = Json.object();
    set.set("path", Json.of(path));
    set.set("value", value);
    return set;
  }

  /** Puts the value into a document, making what is missing on the way. */
  void applyTo(ObjectNode document) {
    JsonNode at = document;
    for (int i = 0; i < path.size() - 1; i++) {
      at = child(at, i, path.get(i + 1) instanceof Integer);
    }
    put(at, path.size() - 1, value);
  }

  private JsonNode child(JsonNode at, int i, boolean array) {
    JsonNode known =
        path.get(i) instanceof Integer index ? at.path(index) : at.path((String) path.get(i));
    if (known.isContainer()) {
      return known;
    }
    if (!known.isMissingNode() && !known.isNull()) {
      throw Failure.usage("--set " + name(i + 1) + " goes into a value that is not nested", REMEDY);
    }
    JsonNode made = array ? Json.object().arrayNode() : Json.object();
    put(at, i, made);
    return made;
  }

  private void put(JsonNode at, int i, JsonNode child) {
    switch (path.get(i)) {
      case Integer index when at instanceof ArrayNode array -> {
        if (index > array.size()) {
          throw Failure.usage(
              "--set "
                  + name(i)
                  + " would leave a gap: the list has "
                  + Phrases.count(array.size(), "element"),
              "count from 0, one after the other");
        }
        if (index == array.size()) {
          array.add(child);
        } else {
          array.set(index, child);
        }
      }
      case String field when at instanceof ObjectNode object -> object.set(field, child);
      default ->
          throw Failure.usage(
              "--set "
                  + name(i)
                  + ": "
                  + (at.isArray() ? "a list needs an index" : "an object has no index"),
              REMEDY);
    }
  }

  private String name(int last) {
    StringBuilder name = new StringBuilder();
    for (Object part : path.subList(0, last + 1)) {
      name.append(part instanceof Integer ? "[" + part + "]" : (name.isEmpty() ? "" : ".") + part);
    }
    return name.toString();
  }

  private static JsonNode value(String text) {
    try {
      JsonNode json = Json.parse(text);
      if (!json.isMissingNode()) {
        return json;
      }
    } catch (JacksonException e) {
      // no JSON: a list in short form, or a string
    }
    if (text.length() >= 2 && text.startsWith("[") && text.endsWith("]")) {
      ArrayNode list = Json.object().arrayNode();
      for (String element : text.substring(1, text.length() - 1).split(",", -1)) {
        list.add(value(element.strip()));
      }
      return list;
    }
    return Json.of(text);
  }
}
