package dev.holdfast.api.openapi;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;

/** The served document, as those read it who check that it is kept. */
final class Contract {
  static final JsonNode DOCUMENT = TestPlatform.get().owner().get("/openapi.json").json();

  private Contract() {}

  /**
   * One method of one path.
   *
   * @param permission empty for what anybody may ask
   * @param on how far it has to be granted
   */
  record Endpoint(String method, String path, String permission, String on, JsonNode operation) {
    boolean isPublic() {
      return permission.isEmpty();
    }

    boolean namesSomething() {
      return path.contains("{");
    }

    /** Asks with the least body that it takes. */
    Http.Answer ask(Http who, UnaryOperator<String> variables) {
      boolean body = operation.has("requestBody");
      return who.send(method, filled(variables), body ? "{}" : null, Map.of());
    }

    /** The path with a value for each variable. */
    String filled(UnaryOperator<String> variables) {
      var filled = new StringBuilder();
      int at = 0;
      for (int start = path.indexOf('{'); start >= 0; start = path.indexOf('{', at)) {
        int end = path.indexOf('}', start);
        filled.append(path, at, start).append(variables.apply(path.substring(start + 1, end)));
        at = end + 1;
      }
      return filled.append(path.substring(at)).toString();
    }

    /** What is wrong with an answer by the document; empty if it is declared. */
    String undeclared(Http.Answer answer) {
      JsonNode declared = operation.path("responses").path(String.valueOf(answer.status()));
      if (declared.isMissingNode()) {
        return "status " + answer.status() + " is not declared: " + answer.body();
      }
      boolean problem =
          String.valueOf(answer.header("Content-Type")).startsWith("application/problem+json");
      if (!problem || method.equals("HEAD")) {
        return "";
      }
      JsonNode told = resolved(declared).path("x-problem-codes");
      Set<String> codes = new TreeSet<>();
      told.forEach(code -> codes.add(code.asString()));
      return codes.contains(answer.text("code"))
          ? ""
          : "code %s of %d is not declared, which are %s"
              .formatted(answer.text("code"), answer.status(), codes);
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static List<Endpoint> endpoints() {
    List<Endpoint> endpoints = new ArrayList<>();
    DOCUMENT
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method ->
                    endpoints.add(
                        new Endpoint(
                            method.getKey().toUpperCase(Locale.ROOT),
                            path.getKey(),
                            method.getValue().path("x-permission").asString(""),
                            method.getValue().path("x-permission-on").asString(""),
                            method.getValue()))));
    return endpoints;
  }

  static JsonNode resolved(JsonNode node) {
    String ref = node.path("$ref").asString("");
    return ref.isEmpty() ? node : DOCUMENT.at(ref.substring(1));
  }
}
