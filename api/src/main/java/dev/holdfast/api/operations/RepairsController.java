package dev.holdfast.api.operations;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.quorum.Quorum;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.FleetSteering.Fix;
import dev.holdfast.schemas.operation.FleetSteering.Retry;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/**
 * Has servers tried once more on which a running operation has failed, as they are or with an input
 * of their own; answers with the operation as it is then.
 */
@RestController
@RequestMapping("/api/v1/operations/{id}")
final class RepairsController {
  private final Steerer steerer;
  private final OperationDocuments documents;
  private final FixedInputs inputs;
  private final Operations operations;
  private final Servers servers;
  private final Quorum quorum;

  RepairsController(
      Steerer steerer,
      OperationDocuments documents,
      FixedInputs inputs,
      Operations operations,
      Servers servers,
      Quorum quorum) {
    this.operations = operations;
    this.servers = servers;
    this.quorum = quorum;
    this.steerer = steerer;
    this.documents = documents;
    this.inputs = inputs;
  }

  /**
   * Which servers.
   *
   * @param servers by name; all on which it has failed, if it is absent or empty
   */
  record RetryRequest(@Nullable List<@Nullable String> servers) {}

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/retry")
  ResponseEntity<OperationDocument> retry(
      @PathVariable String id,
      @RequestBody RetryRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    StoredOperation operation = open(id);
    List<@Nullable String> named = request.servers() == null ? List.of() : request.servers();
    if (named.size() > Retry.MOST) {
      throw ApiException.invalid("servers", "are at most " + Retry.MOST + " at a time");
    }
    List<String> meant =
        named.stream().map(name -> server(operation, "servers", name)).distinct().toList();
    Actions.onOperation(
        id,
        meant.size() == 1 ? meant.getFirst() : null,
        "ops retry " + id + (named.isEmpty() ? "" : " " + String.join(",", meant)));
    requireAsked(operation, meant.isEmpty() ? failed(id) : meant);
    return answer(id, steerer.want(id, "retry", new Retry(meant, caller.name()), caller.name()));
  }

  /**
   * The input that a server is to have instead of its own, or what is different in it.
   *
   * @param server needed
   * @param input the whole of it; without it the one that the server has
   * @param overrides what replaces fields of that (RFC 7386: null removes one)
   * @param set single fields, on top of that
   */
  record FixRequest(
      @Nullable String server,
      @Nullable JsonNode input,
      @Nullable JsonNode overrides,
      @Nullable List<InputSetting> set) {}

  // It takes the permission of the operation's type, too: FixedInputs asks for that.
  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/fix")
  ResponseEntity<OperationDocument> fix(
      @PathVariable String id,
      @RequestBody FixRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    StoredOperation operation = open(id);
    String server = server(operation, "server", request.server());
    AskedInput asked =
        new AskedInput(
            request.input(),
            request.overrides(),
            request.set() == null ? List.of() : request.set());
    Actions.onOperation(id, server, "ops fix %s --server %s".formatted(id, request.server()));
    requireAsked(operation, List.of(server));
    Fix wanted = new Fix(server, inputs.of(operation, server, asked, caller), caller.name());
    return answer(id, steerer.want(id, "fix", wanted, caller.name()));
  }

  private List<String> failed(String id) {
    return operations.servers(id).stream()
        .filter(server -> server.state().bad())
        .map(OperationServer::name)
        .toList();
  }

  private void requireAsked(StoredOperation operation, List<String> names) {
    Set<String> meant = Set.copyOf(names);
    quorum.requireAsked(
        operation,
        servers.all(operation.organisation()).stream()
            .filter(server -> meant.contains(server.name()))
            .toList());
  }

  /** What no worker has heard yet is recorded, and sent until one has. */
  private ResponseEntity<OperationDocument> answer(String id, boolean taken) {
    OperationDocument now = documents.get(id);
    return taken ? ResponseEntity.ok(now) : ResponseEntity.accepted().body(now);
  }

  private StoredOperation open(String id) {
    StoredOperation operation = documents.stored(id);
    if (operation.state().ended()) {
      throw ApiException.conflict(
          "operation-ended",
          "Operation %1$s has ended: %2$s. Start it again where it did not succeed: ./holdfast ops rerun %1$s --failed"
              .formatted(id, operation.state().word()));
    }
    if (operation.type().equals(RunbookOperation.TYPE.name())) {
      throw ApiException.conflict(
          "operation-of-operations",
          "The steps of %1$s are operations of their own: ./holdfast ops show %1$s lists them, try one of these once more."
              .formatted(id));
    }
    if (Catalogue.find(operation.type())
        .filter(type -> type.scope() == OperationType.Scope.SUBJECT)
        .isPresent()) {
      throw ApiException.conflict(
          "not-about-servers", "Operation " + id + " is not about servers.");
    }
    return operation;
  }

  private String server(StoredOperation operation, String field, @Nullable String name) {
    if (name == null) {
      throw ApiException.invalid(field, "is missing; name a server of the operation");
    }
    String full = ServerNames.full(operation.organisation(), name);
    if (!documents.has(operation.id(), full)) {
      throw ApiException.invalid(field, "'" + name + "' is none of the operation's servers");
    }
    return full;
  }
}
