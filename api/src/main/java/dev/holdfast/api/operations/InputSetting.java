package dev.holdfast.api.operations;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One field that is set in an input.
 *
 * @param path names of fields, and indexes of lists from 0
 * @param value null removes the field
 */
public record InputSetting(@Nullable List<Object> path, @Nullable JsonNode value) {

  /** What stands where JSON has null; it fits into no document. */
  static final InputSetting NONE = new InputSetting(null, null);

  /**
   * Puts the value into a document, making what is missing on the way.
   *
   * @throws IllegalArgumentException if the path does not fit into it
   */
  void applyTo(ObjectNode document) {
    List<Object> steps = steps();
    JsonNode at = document;
    for (int i = 0; i < steps.size() - 1; i++) {
      at = child(steps, at, i);
    }
    int last = steps.size() - 1;
    if (value == null || value.isNull()) {
      remove(at, steps.get(last));
    } else {
      put(steps, at, last, value);
    }
  }

  /**
   * A document with nothing but this field. Every list in it has one element: where in its list the
   * field comes to stand is known only with the document that it is put into.
   *
   * @throws IllegalArgumentException if the path fits into no document
   */
  JsonNode alone() {
    JsonNode node = value == null ? JsonNodeFactory.instance.nullNode() : value;
    for (Object step : steps().reversed()) {
      node =
          step instanceof String field
              ? JsonNodeFactory.instance.objectNode().set(field, node)
              : JsonNodeFactory.instance.arrayNode().add(node);
    }
    return node;
  }

  private List<Object> steps() {
    List<Object> steps = path == null ? List.of() : path;
    boolean fits =
        !steps.isEmpty()
            && steps.getFirst() instanceof String
            && steps.stream().allMatch(step -> step instanceof String || step instanceof Integer);
    if (!fits) {
      throw new IllegalArgumentException(
          "path: is a list of names of fields and indexes, and begins with a name");
    }
    return steps;
  }

  private static JsonNode child(List<Object> path, JsonNode at, int i) {
    JsonNode known =
        switch (path.get(i)) {
          case Integer index -> at.path(index);
          case Object field -> at.path(String.valueOf(field));
        };
    if (known.isContainer()) {
      return known;
    }
    if (!known.isMissingNode() && !known.isNull()) {
      throw new IllegalArgumentException(
          name(path, i + 1) + " goes into a value that is not nested");
    }
    JsonNode made =
        path.get(i + 1) instanceof Integer
            ? JsonNodeFactory.instance.arrayNode()
            : JsonNodeFactory.instance.objectNode();
    put(path, at, i, made);
    return made;
  }

  private static void put(List<Object> path, JsonNode at, int i, JsonNode child) {
    switch (path.get(i)) {
      case Integer index when at instanceof ArrayNode array -> {
        if (index < 0 || index > array.size()) {
          throw new IllegalArgumentException(
              "%s would leave a gap: the list has %d elements; count from 0, one after the other"
                  .formatted(name(path, i), array.size()));
        }
        if (index == array.size()) {
          array.add(child);
        } else {
          array.set(index, child);
        }
      }
      case String field when at instanceof ObjectNode object -> object.set(field, child);
      default ->
          throw new IllegalArgumentException(
              name(path, i)
                  + (at.isArray() ? ": a list needs an index" : ": an object has no index"));
    }
  }

  private static void remove(JsonNode at, Object last) {
    switch (last) {
      case Integer index when at instanceof ArrayNode array && index < array.size() ->
          array.remove(index);
      case String field when at instanceof ObjectNode object -> object.remove(field);
      default -> {
        // There is nothing to remove.
      }
    }
  }

  private static String name(List<Object> path, int last) {
    StringBuilder name = new StringBuilder();
    for (Object part : path.subList(0, last + 1)) {
      name.append(part instanceof Integer ? "[" + part + "]" : (name.isEmpty() ? "" : ".") + part);
    }
    return name.toString();
  }
}
