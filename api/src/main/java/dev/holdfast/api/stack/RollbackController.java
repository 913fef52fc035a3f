package dev.holdfast.api.stack;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.operations.OperationDocument;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.stack.StackDeployment;
import dev.holdfast.platform.stack.StackDeployments;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Deploys an earlier version of a stack: an operation like any other, with its document. */
@RestController
final class RollbackController {
  private final StackDeployments deployments;
  private final Operations operations;
  private final OperationStarts starts;
  private final CallerAccess access;
  private final JsonMapper json;

  RollbackController(
      StackDeployments deployments,
      Operations operations,
      OperationStarts starts,
      CallerAccess access,
      JsonMapper json) {
    this.deployments = deployments;
    this.operations = operations;
    this.starts = starts;
    this.access = access;
    this.json = json;
  }

  /**
   * To what, and where.
   *
   * @param to the version; without it the last one that succeeded before the present
   * @param start the body of {@code POST /operations} without type and input
   */
  record Rollback(@Nullable Integer to, JsonNode start) {}

  // Starting it takes the permission of its type, too: OperationStarts asks for that.
  @Requires(value = "operations:read", on = Requires.On.ANY_SCOPE)
  @PostMapping("/api/v1/stacks/{name}/rollback")
  ResponseEntity<OperationDocument> rollback(
      @PathVariable String name,
      @RequestBody Rollback request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    if (!(request.start() instanceof ObjectNode start)) {
      throw ApiException.invalid("start", "is missing; give {\"selector\": …} at least");
    }
    ObjectNode body = start.deepCopy();
    body.put("type", "deploy-stack");
    body.set(
        "input", repeated(idempotencyKey, caller).orElseGet(() -> kept(name, request, caller)));
    body.remove(List.of("overrides", "set"));
    OperationDocument started = starts.begin(body, caller, idempotencyKey);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + started.id()))
        .body(started);
  }

  /** The version before the present is another one once a rollback has begun. */
  private Optional<JsonNode> repeated(@Nullable String key, Caller caller) {
    return Optional.ofNullable(key)
        .flatMap(known -> operations.findByKey(caller.organisation(), caller.name(), known))
        .map(before -> json.readTree(before.input()));
  }

  private JsonNode kept(String name, Rollback request, Caller caller) {
    StackDeployment wanted =
        wanted(name, request.to(), deployments.of(caller.organisation(), name));
    if (!access
        .toOperations(caller, "operations:read", List.of(wanted.operation()))
        .test(wanted.operation())) {
      throw unknown(name, wanted.version());
    }
    return document(wanted);
  }

  private static StackDeployment wanted(
      String name, @Nullable Integer to, List<StackDeployment> all) {
    if (to == null) {
      return StackDeployments.before(all)
          .orElseThrow(() ->
              ApiException.conflict(
                  "no-earlier-version",
                  "No other version of the stack '%s' has succeeded before its last; ./holdfast stack history %s shows all."
                      .formatted(name, name)));
    }
    StackDeployment wanted =
        all.stream()
            .filter(one -> one.version() == to)
            .findFirst()
            .orElseThrow(() -> unknown(name, to));
    if (wanted.removal()) {
      throw ApiException.conflict(
          "no-document",
          "Version %d of '%s' is its removal; choose another one.".formatted(to, name));
    }
    return wanted;
  }

  private static ApiException unknown(String name, int version) {
    return ApiException.notFound(
        "unknown-version",
        "There is no version %d of the stack '%s'; ./holdfast stack history %s shows all."
            .formatted(version, name, name));
  }

  /** What was deployed then; its tools are deployed whether their data is there or not. */
  private ObjectNode document(StackDeployment wanted) {
    if (wanted.document() == null || operations.erased(wanted.operation())) {
      throw ApiException.conflict(
          "no-document",
          "The document of version %d is not kept: %s had inputs made for its servers, or was erased."
              .formatted(wanted.version(), wanted.operation()));
    }
    StoredOperation operation = operations.find(wanted.operation()).orElseThrow();
    ObjectNode document = (ObjectNode) json.readTree(operation.input());
    return document.put("redeploy", true);
  }
}
