package dev.holdfast.api.operations;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The input as it was asked for.
 *
 * @param whole the whole of it; null for what is kept for each server
 * @param overrides what replaces fields of that, object by object; null removes a field
 * @param set single fields, on top of both
 */
public record AskedInput(
    @Nullable JsonNode whole, @Nullable JsonNode overrides, List<InputSetting> set) {

  public AskedInput {
    whole = known(whole);
    overrides = known(overrides);
    set = set.stream().map(one -> Objects.requireNonNullElse(one, InputSetting.NONE)).toList();
  }

  static AskedInput of(StartRequest request) {
    return new AskedInput(
        request.input(), request.overrides(), request.set() == null ? List.of() : request.set());
  }

  private static @Nullable JsonNode known(@Nullable JsonNode node) {
    return node == null || node.isNull() ? null : node;
  }

  /** Nothing but the whole input. */
  boolean plain() {
    return whole != null && overrides == null && set.isEmpty();
  }

  /**
   * The parts of the input that were given, each as a document by itself.
   *
   * @throws IllegalArgumentException that begins with the field that fits into no document
   */
  List<JsonNode> parts() {
    List<JsonNode> parts = new ArrayList<>();
    parts.add(new AskedInput(whole, overrides, List.of()).alone());
    for (int i = 0; i < set.size(); i++) {
      try {
        parts.add(set.get(i).alone());
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("set[%d]: %s".formatted(i, e.getMessage()), e);
      }
    }
    return parts;
  }

  /** What is asked for where nothing is kept. */
  public JsonNode alone() {
    return over(whole == null ? JsonNodeFactory.instance.objectNode() : whole);
  }

  /**
   * What is asked for on top of something.
   *
   * @throws IllegalArgumentException that begins with the field that does not fit
   */
  public JsonNode over(JsonNode base) {
    if (overrides == null && set.isEmpty()) {
      return base;
    }
    if (!(base.deepCopy() instanceof ObjectNode result)) {
      throw new IllegalArgumentException("input: is not a JSON object");
    }
    if (overrides != null) {
      if (!(overrides instanceof ObjectNode fields)) {
        throw new IllegalArgumentException("overrides: is not a JSON object");
      }
      merge(result, fields);
    }
    for (int i = 0; i < set.size(); i++) {
      try {
        set.get(i).applyTo(result);
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("set[%d]: %s".formatted(i, e.getMessage()), e);
      }
    }
    return result;
  }

  /** As RFC 7386 has it. */
  private static void merge(ObjectNode target, ObjectNode patch) {
    for (Map.Entry<String, JsonNode> field : patch.properties()) {
      JsonNode value = field.getValue();
      if (value.isNull()) {
        target.remove(field.getKey());
      } else if (value instanceof ObjectNode nested) {
        ObjectNode into =
            target.get(field.getKey()) instanceof ObjectNode known
                ? known
                : target.putObject(field.getKey());
        merge(into, nested);
      } else {
        target.set(field.getKey(), value);
      }
    }
  }
}
