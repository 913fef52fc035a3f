package dev.holdfast.schemas.runbook;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/**
 * Checks how a runbook declares an input: a JSON Schema of a few keywords, so that none of them
 * leads out of the document.
 */
final class InputDeclaration {
  private static final Set<String> TYPES =
      Set.of("string", "integer", "number", "boolean", "array", "object");
  private static final Set<String> TEXTS = Set.of("description", "title");
  private static final Set<String> NUMBERS =
      Set.of("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems");
  private static final Set<String> ANYTHING = Set.of("default", "examples");

  private InputDeclaration() {}

  /** What is wrong with it; null for a good one. */
  static @Nullable String problem(Map<String, Object> schema) {
    for (Map.Entry<String, Object> keyword : schema.entrySet()) {
      String problem = problem(keyword.getKey(), keyword.getValue());
      if (problem != null) {
        return problem;
      }
    }
    return schema.containsKey("type") ? null : "has no type; there are " + sorted(TYPES);
  }

  private static @Nullable String problem(String keyword, @Nullable Object value) {
    if (ANYTHING.contains(keyword)) {
      return null;
    }
    if (TEXTS.contains(keyword)) {
      return value instanceof String ? null : keyword + " must be a text";
    }
    if (NUMBERS.contains(keyword)) {
      return value instanceof Number ? null : keyword + " must be a number";
    }
    return switch (keyword) {
      case "type" ->
          value instanceof String type && TYPES.contains(type)
              ? null
              : "type is one of " + sorted(TYPES);
      case "enum" ->
          value instanceof List<?> list && !list.isEmpty() ? null : "enum must be a list";
      case "pattern" -> pattern(value);
      case "items" ->
          value instanceof Map<?, ?> map
              ? problem(FieldReader.keyed(map))
              : "items must be an object";
      default -> keyword + " is not known here";
    };
  }

  private static @Nullable String pattern(@Nullable Object value) {
    try {
      var _ = Pattern.compile(String.valueOf(value));
      return null;
    } catch (PatternSyntaxException e) {
      return "pattern is not a regular expression: " + e.getDescription();
    }
  }

  private static String sorted(Set<String> words) {
    return String.join(", ", words.stream().sorted().toList());
  }
}
