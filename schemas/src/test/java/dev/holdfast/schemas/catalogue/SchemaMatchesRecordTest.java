package dev.holdfast.schemas.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.holdfast.schemas.operation.OperationType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The schema of an input and the record that it is read as say the same of every field: its type,
 * its words, its default, and whether it may be left out.
 */
class SchemaMatchesRecordTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  static List<OperationType> operations() {
    return Catalogue.operations();
  }

  @ParameterizedTest
  @MethodSource("operations")
  void shouldGiveEveryFieldTheTypeOfItsComponent(OperationType operation) throws Exception {
    JsonNode schema = JSON.readTree(operation.schema());
    List<String> different = new ArrayList<>();
    compare(schema, schema, operation.inputType(), operation.name(), different);
    assertThat(different).isEmpty();
  }

  /** What the schema promises is what the record makes of an input without the field. */
  @ParameterizedTest
  @MethodSource("operations")
  void shouldMeanTheDefaultWhenAFieldIsLeftOut(OperationType operation) throws Exception {
    JsonNode schema = JSON.readTree(operation.schema());
    ObjectNode example = (ObjectNode) JSON.readTree(operation.example());
    for (RecordComponent component : operation.inputType().getRecordComponents()) {
      String name = component.getName();
      JsonNode property = schema.path("properties").path(name);
      if (required(schema).contains(name)) {
        continue;
      }
      ObjectNode without = example.deepCopy();
      without.remove(name);
      JsonNode left = property.path("default");
      if (left.isMissingNode()) {
        assertNothingIsMissing(read(operation, without), operation.name() + " without " + name);
      } else {
        assertThat(value(component, read(operation, without)))
            .as("%s: %s left out", operation.name(), name)
            .isEqualTo(value(component, read(operation, without.deepCopy().set(name, left))));
      }
    }
  }

  private static Object read(OperationType operation, JsonNode input) throws Exception {
    return JSON.treeToValue(input, operation.inputType());
  }

  private static @Nullable Object value(RecordComponent component, Object record)
      throws ReflectiveOperationException {
    return component.getAccessor().invoke(record);
  }

  /** Null stands only where the record says that it may. */
  private static void assertNothingIsMissing(Object record, String what) throws Exception {
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        assertThat(value(component, record)).as("%s: %s", what, component.getName()).isNotNull();
      }
    }
  }

  private static Set<String> required(JsonNode schema) {
    Set<String> names = new TreeSet<>();
    schema.path("required").forEach(name -> names.add(name.asText()));
    return names;
  }

  private static void compare(
      JsonNode root, JsonNode schema, Class<?> type, String at, List<String> different) {
    for (RecordComponent component : type.getRecordComponents()) {
      String where = at + "." + component.getName();
      JsonNode property = resolved(root, schema.path("properties").path(component.getName()));
      one(root, property, component.getGenericType(), where, different);
    }
  }

  private static void one(
      JsonNode root, JsonNode property, Type type, String where, List<String> different) {
    Class<?> raw =
        type instanceof ParameterizedType of ? (Class<?>) of.getRawType() : (Class<?>) type;
    Set<String> allowed = types(root, property);
    String wanted = wanted(raw);
    if (!wanted.isEmpty() && !allowed.contains(wanted)) {
      different.add("%s: the schema has %s, the record %s".formatted(where, allowed, raw));
    }
    if (raw.isEnum()) {
      Set<String> words = new TreeSet<>();
      property.path("enum").forEach(word -> words.add(word.asText()));
      Set<String> constants = new TreeSet<>();
      Arrays.stream(raw.getEnumConstants())
          .forEach(constant -> constants.add(JSON.valueToTree(constant).asText()));
      if (!words.equals(constants)) {
        different.add("%s: the schema has %s, the record %s".formatted(where, words, constants));
      }
    }
    if (raw.isRecord() && property.has("properties")) {
      compare(root, property, raw, where, different);
    }
    if (List.class.isAssignableFrom(raw)
        && type instanceof ParameterizedType of
        && of.getActualTypeArguments()[0] instanceof Class<?> element) {
      one(root, resolved(root, property.path("items")), element, where + "[]", different);
    }
  }

  /** The JSON type of a component; empty for one that may be anything. */
  private static String wanted(Class<?> type) {
    if (type == String.class || type.isEnum()) {
      return "string";
    }
    if (type == int.class || type == Integer.class || type == long.class || type == Long.class) {
      return "integer";
    }
    if (type == boolean.class || type == Boolean.class) {
      return "boolean";
    }
    if (List.class.isAssignableFrom(type)) {
      return "array";
    }
    return Map.class.isAssignableFrom(type) || type.isRecord() ? "object" : "";
  }

  private static Set<String> types(JsonNode root, JsonNode property) {
    Set<String> types = new TreeSet<>();
    JsonNode type = property.path("type");
    if (type.isArray()) {
      type.forEach(one -> types.add(one.asText()));
    } else if (type.isTextual()) {
      types.add(type.asText());
    }
    for (String any : List.of("oneOf", "anyOf")) {
      property.path(any).forEach(one -> types.addAll(types(root, resolved(root, one))));
    }
    return types;
  }

  private static JsonNode resolved(JsonNode root, JsonNode property) {
    return property.has("$ref") ? root.at(property.path("$ref").asText().substring(1)) : property;
  }
}
