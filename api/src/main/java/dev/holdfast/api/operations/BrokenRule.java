package dev.holdfast.api.operations;

import com.networknt.schema.Error;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A rule of a JSON Schema that a value breaks, in words for people: neither the schema's own nor
 * regular expressions, which the description beside the rule explains.
 *
 * @param keyword of JSON Schema (2020-12)
 * @param rule what stands beside it
 * @param value that breaks it; null where there is none
 * @param name of the property that the rule is about, where it is about a name
 */
record BrokenRule(
    String keyword, @Nullable JsonNode rule, @Nullable JsonNode value, @Nullable String name) {
  private static final int LONGEST = 80;

  static BrokenRule of(Error error) {
    return new BrokenRule(
        String.valueOf(error.getKeyword()),
        error.getSchemaNode(),
        error.getInstanceNode(),
        error.getProperty());
  }

  /** What is wrong, to go on after the field's name. */
  String words() {
    return switch (keyword) {
      case "type" -> "has to be " + types() + ", and is " + shown(value);
      case "pattern" -> subject() + " is not allowed here";
      case "format" -> shown(value) + " is not a time such as 2026-11-28T12:00:00Z";
      case "const" -> "has to be " + shown(rule);
      case "minimum" -> "has to be at least " + shown(rule);
      case "maximum" -> "has to be at most " + shown(rule);
      case "minLength" -> "is too short; at least " + counted("character");
      case "maxLength" -> "is too long; at most " + counted("character");
      case "minItems" -> "has to have at least " + counted("entry");
      case "maxItems" -> "may have at most " + counted("entry");
      case "minProperties" -> "has to have at least " + counted("entry");
      case "maxProperties" -> "may have at most " + counted("entry");
      case "uniqueItems" -> "has the same entry twice";
      case "propertyNames" -> "has a name that is not allowed here";
      case "oneOf", "anyOf" -> "has to have " + alternatives();
      case "not" -> "must not have " + together();
      default -> "is not allowed here";
    };
  }

  private String subject() {
    return name == null ? shown(value) : "the name '" + name + "'";
  }

  /** A value as people may recognise it. */
  static String shown(@Nullable JsonNode value) {
    if (value == null) {
      return "this";
    }
    String text = value.isString() ? "'" + value.asString() + "'" : value.toString();
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }

  private String types() {
    return elements().stream()
        .map(JsonNode::asString)
        .map(type ->
            switch (type) {
              case "array" -> "a list";
              case "object" -> "an object with fields";
              case "string" -> "text";
              case "integer" -> "a whole number";
              case "number" -> "a number";
              case "boolean" -> "true or false";
              default -> type;
            })
        .collect(Collectors.joining(" or "));
  }

  private String counted(String thing) {
    String number = shown(rule);
    String things =
        thing.endsWith("y") ? thing.substring(0, thing.length() - 1) + "ies" : thing + "s";
    return number.equals("1") ? "1 " + thing : number + " " + things;
  }

  /** The fields of which one is to be given. */
  private String alternatives() {
    List<String> fields =
        elements().stream()
            .map(choice -> fields(choice.path("required"), " with "))
            .filter(choice -> !choice.isEmpty())
            .toList();
    return fields.isEmpty()
        ? "one of the forms that are described"
        : "exactly one of " + String.join(", ", fields);
  }

  /** The fields that exclude one another. */
  private String together() {
    String fields = rule == null ? "" : fields(rule.path("required"), " and ");
    return fields.isEmpty() ? "this" : fields + " together";
  }

  private static String fields(JsonNode names, String between) {
    return names.valueStream().map(JsonNode::asString).collect(Collectors.joining(between));
  }

  private List<JsonNode> elements() {
    if (rule == null) {
      return List.of();
    }
    return rule.isArray()
        ? StreamSupport.stream(rule.spliterator(), false).toList()
        : List.of(rule);
  }
}
