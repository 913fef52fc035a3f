package dev.holdfast.api.operations;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.schemas.operation.OperationType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Checks inputs against the JSON Schemas of their operations, and says what is allowed instead. */
@Component
final class InputValidation {
  /** What is said of a field that has to be there and is not. */
  static final String MISSING = "is missing";

  private final SchemaRegistry registry =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
  private final Map<String, Schema> schemas = new ConcurrentHashMap<>();

  /** Every field that is wrong; empty for a valid input. */
  List<FieldError> check(OperationType type, JsonNode input) {
    Schema schema = schemas.computeIfAbsent(type.name(), name -> registry.getSchema(type.schema()));
    return check(schema, input, "input");
  }

  /**
   * Every field that is wrong by a schema that is not kept.
   *
   * @param root what the value is called
   */
  List<FieldError> check(JsonNode schema, JsonNode value, String root) {
    return check(registry.getSchema(schema), value, root);
  }

  private static List<FieldError> check(Schema schema, JsonNode value, String root) {
    return schema.validate(value).stream()
        .map(error -> inWords(schema, error, root))
        .distinct()
        .toList();
  }

  private static FieldError inWords(Schema schema, Error error, String root) {
    String field = field(root, error.getInstanceLocation());
    JsonNode rule = error.getSchemaNode();
    String property = error.getProperty();
    return switch (String.valueOf(error.getKeyword())) {
      case "additionalProperties", "unevaluatedProperties" ->
          new FieldError(
              field + "." + property, "is not known here; allowed are " + siblings(schema, error));
      case "required" -> new FieldError(field + "." + property, MISSING);
      case "enum" ->
          new FieldError(
              field,
              BrokenRule.shown(error.getInstanceNode())
                  + " is not allowed; allowed are "
                  + StreamSupport.stream(rule.spliterator(), false)
                      .map(JsonNode::asString)
                      .collect(Collectors.joining(", ")));
      case "propertyNames" ->
          new FieldError(
              field,
              BrokenRule.of(error).words()
                  + (rule.hasNonNull("description")
                      ? " (" + rule.path("description").asString() + ")"
                      : ""));
      // What is described there is the whole, and not the field that is missing or too much.
      case "oneOf", "anyOf", "not" -> new FieldError(field, BrokenRule.of(error).words());
      default -> new FieldError(field, BrokenRule.of(error).words() + described(schema, error));
    };
  }

  private static String field(String root, NodePath path) {
    var field = new StringBuilder(root);
    for (int i = 0; i < path.getNameCount(); i++) {
      Object element = path.getElement(i);
      if (element instanceof Number) {
        field.append('[').append(element).append(']');
      } else {
        field.append('.').append(element);
      }
    }
    return field.toString();
  }

  /** What the schema says about the field: the description beside the rule that was broken. */
  private static String described(Schema schema, Error error) {
    String description = text(beside(schema, error, "description"));
    return description == null ? "" : " (" + description + ")";
  }

  private static String siblings(Schema schema, Error error) {
    JsonNode properties = beside(schema, error, "properties");
    return properties == null || properties.isEmpty()
        ? "none"
        : properties.propertyNames().stream().sorted().collect(Collectors.joining(", "));
  }

  /** A keyword of the schema that holds the broken rule. */
  private static @Nullable JsonNode beside(Schema schema, Error error, String keyword) {
    NodePath rule = error.getSchemaLocation().getFragment();
    JsonNode node = schema.getSchemaNode();
    for (int i = 0; i < rule.getNameCount() - 1; i++) {
      Object element = rule.getElement(i);
      node =
          element instanceof Number index ? node.path(index.intValue()) : node.path("" + element);
    }
    return node.get(keyword);
  }

  private static @Nullable String text(@Nullable JsonNode node) {
    return node == null || !node.isString() ? null : node.asString();
  }
}
