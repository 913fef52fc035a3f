package dev.holdfast.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * The API's own description, which its tests make: what a test answers the command line with has
 * only fields that the API has, and what the command line sends has only fields that it takes. So
 * neither can change without the other.
 */
final class ApiContract {
  private static final String BASE = "/api/v1";
  private static final JsonNode API = read();

  private ApiContract() {}

  private static JsonNode read() {
    try {
      return Json.parse(Files.readString(Path.of("../../docs/openapi.json")));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What the API would never answer of this; nothing where it answers with no JSON.
   *
   * @param path below {@code /api/v1}, or beside it
   */
  static List<String> answer(String method, String path, String body) {
    Optional<JsonNode> operation = operation(method, path);
    if (operation.isEmpty()) {
      return List.of("the API has no %s %s".formatted(method, path));
    }
    List<String> problems = List.of();
    for (Map.Entry<String, JsonNode> response : operation.get().path("responses").properties()) {
      JsonNode schema = schema(response.getValue());
      if (response.getKey().startsWith("2") && !schema.isMissingNode() && !body.isBlank()) {
        problems = new Comparison(method + " " + path).of(schema, body);
        if (problems.isEmpty()) {
          return problems;
        }
      }
    }
    return problems;
  }

  /** What the API would not take of this. */
  static List<String> request(String method, String path, String body) {
    Optional<JsonNode> operation = operation(method, path);
    if (operation.isEmpty()) {
      return List.of("the API has no %s %s".formatted(method, path));
    }
    JsonNode schema = schema(operation.get().path("requestBody"));
    return body.isBlank() || schema.isMissingNode()
        ? List.of()
        : new Comparison(method + " " + path).of(schema, body);
  }

  private static JsonNode schema(JsonNode part) {
    return part.path("content").path("application/json").path("schema");
  }

  private static Optional<JsonNode> operation(String method, String path) {
    String plain = path.replaceFirst("\\?.*", "");
    // Where one gets in is beside it.
    return Stream.of(BASE + plain, plain)
        .map(whole -> whole.split("/", -1))
        .flatMap(words ->
            API.path("paths").properties().stream()
                .filter(known -> matches(known.getKey().split("/", -1), words)))
        .map(known -> known.getValue().path(method.toLowerCase(Locale.ROOT)))
        .filter(operation -> !operation.isMissingNode())
        .findFirst();
  }

  private static boolean matches(String[] template, String[] words) {
    if (template.length != words.length) {
      return false;
    }
    for (int i = 0; i < words.length; i++) {
      if (!template[i].startsWith("{") && !template[i].equals(words[i])) {
        return false;
      }
    }
    return true;
  }

  /** Compares a document with its schema, as far as names, kinds and words go. */
  private record Comparison(String where) {
    List<String> of(JsonNode schema, String body) {
      List<String> problems = new ArrayList<>();
      compare(schema, Json.parse(body), "", problems);
      return problems.stream().map(problem -> where + ": " + problem).toList();
    }

    private void compare(JsonNode given, JsonNode node, String at, List<String> problems) {
      JsonNode schema = resolved(given);
      if (node.isNull()) {
        return;
      }
      for (String alternatives : List.of("anyOf", "oneOf")) {
        if (schema.has(alternatives)) {
          choose(schema.path(alternatives), node, at, problems);
          return;
        }
      }
      if (!isOf(schema.path("type"), node)) {
        problems.add("%s is %s in the API, not %s".formatted(at, schema.path("type"), node));
      } else if (node.isObject()) {
        fields(schema, node, at, problems);
      } else if (node.isArray()) {
        for (int i = 0; i < node.size(); i++) {
          compare(schema.path("items"), node.get(i), at + "[" + i + "]", problems);
        }
      } else if (schema.has("enum") && !schema.path("enum").valueStream().toList().contains(node)) {
        problems.add("%s is never %s, but %s".formatted(at, node, schema.path("enum")));
      }
    }

    private void choose(JsonNode choices, JsonNode node, String at, List<String> problems) {
      List<String> first = null;
      for (JsonNode choice : choices) {
        List<String> wrong = new ArrayList<>();
        compare(choice, node, at, wrong);
        if (wrong.isEmpty()) {
          return;
        }
        first = first == null ? wrong : first;
      }
      problems.addAll(first == null ? List.of() : first);
    }

    private void fields(JsonNode schema, JsonNode node, String at, List<String> problems) {
      JsonNode known = schema.path("properties");
      JsonNode others = schema.path("additionalProperties");
      boolean open = known.isMissingNode() || known.isEmpty() || others.asBoolean(false);
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        String name = at.isEmpty() ? field.getKey() : at + "." + field.getKey();
        if (known.has(field.getKey())) {
          compare(known.path(field.getKey()), field.getValue(), name, problems);
        } else if (others.isObject()) {
          compare(others, field.getValue(), name, problems);
        } else if (!open) {
          problems.add("the API knows no " + name);
        }
      }
    }

    private static JsonNode resolved(JsonNode schema) {
      String reference = schema.path("$ref").asString("");
      return reference.startsWith("#/components/schemas/")
          ? resolved(API.at(reference.substring(1)))
          : schema;
    }

    private static boolean isOf(JsonNode type, JsonNode node) {
      if (type.isArray()) {
        return type.valueStream().anyMatch(one -> isOf(one, node));
      }
      return switch (type.asString("")) {
        case "object" -> node.isObject();
        case "array" -> node.isArray();
        case "string" -> node.isString();
        case "boolean" -> node.isBoolean();
        case "integer" -> node.isIntegralNumber();
        case "number" -> node.isNumber();
        default -> true;
      };
    }
  }
}
