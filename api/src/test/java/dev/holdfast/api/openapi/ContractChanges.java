package dev.holdfast.api.openapi;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/**
 * What differs between two versions of the document, told apart by whether a client of the earlier
 * one can break. Libraries for this read the types of OpenAPI 3.1 as those of 3.0, where they miss
 * that one has changed.
 */
final class ContractChanges {
  private static final Set<String> METHODS =
      Set.of("get", "head", "post", "put", "patch", "delete", "options", "trace");

  private final JsonNode before;
  private final JsonNode after;
  private final List<String> breaking = new ArrayList<>();
  private final List<String> additions = new ArrayList<>();

  /** Schemas that are compared or being compared: they refer to each other. */
  private final Set<String> compared = new HashSet<>();

  /** Which way a schema's values go: what a client sends, or what it is told. */
  private enum Way {
    REQUEST,
    RESPONSE
  }

  ContractChanges(JsonNode before, JsonNode after) {
    this.before = before;
    this.after = after;
    both(before.path("paths"), after.path("paths"), "", this::path);
  }

  List<String> breaking() {
    return List.copyOf(breaking);
  }

  List<String> additions() {
    return List.copyOf(additions);
  }

  private interface Comparison {
    void compare(String where, JsonNode old, JsonNode now);
  }

  /** What is gone breaks, what is new does not. */
  private void both(JsonNode old, JsonNode now, String prefix, Comparison comparison) {
    for (String name : names(old, now)) {
      String where = prefix + name;
      if (!now.has(name)) {
        breaking.add(where + " is gone");
      } else if (!old.has(name)) {
        additions.add(where + " is new");
      } else {
        comparison.compare(where, old.path(name), now.path(name));
      }
    }
  }

  private static Set<String> names(JsonNode old, JsonNode now) {
    Set<String> names = new TreeSet<>(old.propertyNames());
    names.addAll(now.propertyNames());
    return names;
  }

  private void path(String path, JsonNode old, JsonNode now) {
    for (String method : names(old, now)) {
      if (METHODS.contains(method)) {
        String where = method.toUpperCase(Locale.ROOT) + " " + path;
        if (!now.has(method)) {
          breaking.add(where + " is gone");
        } else if (!old.has(method)) {
          additions.add(where + " is new");
        } else {
          operation(where, old.path(method), now.path(method));
        }
      }
    }
  }

  private void operation(String where, JsonNode old, JsonNode now) {
    text(where + ": permission", old.path("x-permission"), now.path("x-permission"));
    parameters(where, old.path("parameters"), now.path("parameters"));
    if (!old.has("requestBody") && now.path("requestBody").path("required").asBoolean()) {
      breaking.add(where + ": a body is required now");
    }
    media(
        where + ": body",
        old.path("requestBody").path("content"),
        now.path("requestBody").path("content"),
        Way.REQUEST);
    both(
        old.path("responses"),
        now.path("responses"),
        where + ": status ",
        (status, told, tells) -> {
          JsonNode was = resolved(before, told);
          JsonNode is = resolved(after, tells);
          codes(status, was.path("x-problem-codes"), is.path("x-problem-codes"));
          media(status, was.path("content"), is.path("content"), Way.RESPONSE);
        });
  }

  private void text(String what, JsonNode old, JsonNode now) {
    if (!old.equals(now)) {
      breaking.add("%s is %s instead of %s".formatted(what, word(now), word(old)));
    }
  }

  private static String word(JsonNode node) {
    return node.isMissingNode() ? "none" : node.isString() ? node.asString() : node.toString();
  }

  private void codes(String where, JsonNode old, JsonNode now) {
    Set<String> was = strings(old);
    Set<String> is = strings(now);
    is.stream()
        .filter(code -> !was.contains(code))
        .forEach(code -> additions.add(where + ": problem " + code + " is new"));
    was.stream()
        .filter(code -> !is.contains(code))
        .forEach(code -> breaking.add(where + ": problem " + code + " is gone"));
  }

  private void parameters(String where, JsonNode old, JsonNode now) {
    Map<String, JsonNode> was = named(old);
    Map<String, JsonNode> is = named(now);
    was.keySet().stream()
        .filter(name -> !is.containsKey(name))
        .forEach(name -> breaking.add(where + ": parameter " + name + " is gone"));
    is.forEach((name, parameter) -> {
      JsonNode earlier = was.get(name);
      boolean required = parameter.path("required").asBoolean();
      if (earlier == null) {
        (required ? breaking : additions)
            .add(
                "%s: parameter %s is new%s"
                    .formatted(where, name, required ? " and required" : ""));
        return;
      }
      if (required && !earlier.path("required").asBoolean()) {
        breaking.add(where + ": parameter " + name + " is required now");
      }
      schema(
          where + ": parameter " + name,
          earlier.path("schema"),
          parameter.path("schema"),
          Way.REQUEST);
    });
  }

  private static Map<String, JsonNode> named(JsonNode parameters) {
    Map<String, JsonNode> named = new TreeMap<>();
    parameters.forEach(parameter -> named.put(parameter.path("name").asString(), parameter));
    return named;
  }

  private void media(String where, JsonNode old, JsonNode now, Way way) {
    both(
        old,
        now,
        where + " ",
        (type, was, is) -> schema(type, was.path("schema"), is.path("schema"), way));
  }

  private void schema(String where, JsonNode old, JsonNode now, Way way) {
    JsonNode was = resolved(before, old);
    JsonNode is = resolved(after, now);
    String name = old.path("$ref").asString("").replaceFirst(".*/", "");
    if (!name.isEmpty() && !compared.add(name + way)) {
      return;
    }
    String place = name.isEmpty() ? where : name;
    types(place, was, is, way);
    required(place, was, is, way);
    fields(place, was.path("properties"), is.path("properties"), way);
    if (was.has("items") && is.has("items")) {
      schema(place + "[]", was.path("items"), is.path("items"), way);
    }
    if (was.path("additionalProperties").isObject() && is.path("additionalProperties").isObject()) {
      schema(place + ".*", was.path("additionalProperties"), is.path("additionalProperties"), way);
    }
    for (String combined : List.of("allOf", "anyOf", "oneOf")) {
      JsonNode parts = was.path(combined);
      JsonNode others = is.path(combined);
      if (parts.size() != others.size()) {
        breaking.add(
            "%s has %d in %s instead of %d"
                .formatted(place, others.size(), combined, parts.size()));
        continue;
      }
      for (int i = 0; i < parts.size(); i++) {
        schema(place, parts.path(i), others.path(i), way);
      }
    }
  }

  private static JsonNode resolved(JsonNode document, JsonNode schema) {
    String ref = schema.path("$ref").asString("");
    return ref.startsWith("#") ? document.at(ref.substring(1)) : schema;
  }

  /** A request may be taken that was not, and an answer may be narrower than it was. */
  private void types(String where, JsonNode old, JsonNode now, Way way) {
    for (String keyword : List.of("type", "enum")) {
      Set<String> was = strings(old.path(keyword));
      Set<String> is = strings(now.path(keyword));
      if (was.equals(is) || isCode(where, keyword)) {
        continue;
      }
      boolean wider = is.isEmpty() || (!was.isEmpty() && is.containsAll(was));
      boolean narrower = was.isEmpty() || (!is.isEmpty() && was.containsAll(is));
      String change =
          "%s: %s is %s instead of %s"
              .formatted(where, keyword, is.isEmpty() ? "any" : is, was.isEmpty() ? "any" : was);
      boolean fine = way == Way.REQUEST ? wider : narrower || (keyword.equals("enum") && wider);
      (fine ? additions : breaking).add(change);
    }
    text(where + ": format", old.path("format"), now.path("format"));
  }

  /** They are told as problem codes. */
  private static boolean isCode(String where, String keyword) {
    return keyword.equals("enum") && where.endsWith("problem+json.code");
  }

  private void required(String where, JsonNode old, JsonNode now, Way way) {
    Set<String> was = strings(old.path("required"));
    Set<String> is = strings(now.path("required"));
    is.stream()
        .filter(field -> !was.contains(field))
        .forEach(field ->
            (way == Way.REQUEST ? breaking : additions)
                .add(where + "." + field + " is required now"));
    was.stream()
        .filter(field -> !is.contains(field))
        .forEach(field ->
            (way == Way.REQUEST ? additions : breaking)
                .add(where + "." + field + " is not always there any more"));
  }

  private void fields(String where, JsonNode old, JsonNode now, Way way) {
    both(old, now, where + ".", (field, was, is) -> schema(field, was, is, way));
  }

  private static Set<String> strings(JsonNode node) {
    Set<String> strings = new TreeSet<>();
    if (node.isArray()) {
      node.forEach(each -> strings.add(each.asString()));
    } else if (node.isString()) {
      strings.add(node.asString());
    }
    return strings;
  }
}
