package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.platform.namedsecret.NamedSecrets;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.secret.SecretReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/**
 * Finds references to secrets in inputs: they may be where the JSON Schema of the operation says
 * {@code "x-secret": true}, and lead to a secret that is there.
 */
@Component
final class SecretFields {
  private static final String MARK = "x-secret";

  /** Where a credential is of use that is revoked at the end of the operation. */
  private static final String LEASED = "x-leased";

  private static final List<String> ALTERNATIVES = List.of("allOf", "anyOf", "oneOf");

  private static final String USE = "secrets:use";

  private final NamedSecrets secrets;
  private final CallerAccess access;
  private final JsonMapper json;
  private final Map<String, JsonNode> schemas = new ConcurrentHashMap<>();

  SecretFields(NamedSecrets secrets, CallerAccess access, JsonMapper json) {
    this.secrets = secrets;
    this.access = access;
    this.json = json;
  }

  /**
   * What is wrong with the references.
   *
   * @param input valid by its JSON Schema
   * @throws dev.holdfast.api.problem.ApiException 403 if there are some and the caller may use no
   *     secrets
   */
  List<FieldError> check(OperationType type, JsonNode input, Caller caller) {
    JsonNode root = schemas.computeIfAbsent(type.name(), _ -> json.readTree(type.schema()));
    List<Found> found = new ArrayList<>();
    walk(root, root, input, "input", found);
    if (!found.isEmpty()) {
      access.require(caller, USE);
    }
    if (type.name().equals(RunbookOperation.TYPE.name())) {
      // Each step is checked when it is started, by the schema of its own operation.
      return List.of();
    }
    List<FieldError> errors = new ArrayList<>();
    for (Found one : found) {
      problem(root, one.schema(), one.text(), caller)
          .map(problem -> new FieldError(one.field(), problem))
          .ifPresent(errors::add);
    }
    return errors;
  }

  private record Found(String field, JsonNode schema, String text) {}

  private static void walk(
      JsonNode root, JsonNode schema, JsonNode value, String field, List<Found> found) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> property : value.properties()) {
        String name = property.getKey();
        JsonNode of = property(root, schema, name);
        walk(root, of, property.getValue(), field + "." + name, found);
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        walk(root, items(root, schema), value.get(i), field + "[" + i + "]", found);
      }
    } else if (value.isString() && SecretReference.isMeant(value.asString())) {
      found.add(new Found(field, schema, value.asString()));
    }
  }

  private Optional<String> problem(JsonNode root, JsonNode schema, String text, Caller caller) {
    if (parts(root, schema).noneMatch(part -> part.path(MARK).asBoolean(false))) {
      return Optional.of(
          "takes no secret: its value would be seen on a command line or in a log;"
              + " docs/secrets.md lists the fields that take one");
    }
    Optional<SecretReference> reference = SecretReference.find(text);
    if (reference.isEmpty()) {
      return Optional.of("'" + text + "' does not have the form " + SecretReference.FORM);
    }
    if (secrets.isLeased(caller.organisation(), reference.get())) {
      return parts(root, schema).anyMatch(part -> part.path(LEASED).asBoolean(false))
          ? Optional.empty()
          : Optional.of(
              "%s is leased, and would be revoked while this still holds it; a variable of exec takes it"
                  .formatted(reference.get()));
    }
    return secrets.has(caller.organisation(), reference.get())
        ? Optional.empty()
        : Optional.of(
            "there is no %s; set it with ./holdfast secret set %s, or correct the name"
                .formatted(reference.get(), reference.get().name()));
  }

  private static JsonNode property(JsonNode root, JsonNode schema, String name) {
    return parts(root, schema)
        .map(part ->
            part.path("properties").has(name)
                ? part.path("properties").path(name)
                : part.path("additionalProperties"))
        .filter(JsonNode::isObject)
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  private static JsonNode items(JsonNode root, JsonNode schema) {
    return parts(root, schema)
        .map(part -> part.path("items"))
        .filter(JsonNode::isObject)
        .findFirst()
        .orElse(MissingNode.getInstance());
  }

  /** A schema, what it refers to, and its alternatives. */
  private static Stream<JsonNode> parts(JsonNode root, JsonNode schema) {
    String reference = schema.path("$ref").asString("");
    Stream<JsonNode> referred =
        reference.startsWith("#/") ? parts(root, root.at(reference.substring(1))) : Stream.of();
    Stream<JsonNode> alternatives =
        ALTERNATIVES.stream()
            .flatMap(keyword -> schema.path(keyword).values().stream())
            .flatMap(alternative -> parts(root, alternative));
    return Stream.of(Stream.of(schema), referred, alternatives).flatMap(part -> part);
  }
}
