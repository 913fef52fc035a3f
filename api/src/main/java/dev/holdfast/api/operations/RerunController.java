package dev.holdfast.api.operations;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.server.ServerNames;
import java.net.URI;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** Starts an operation again, with the same input. */
@RestController
final class RerunController {
  private final Operations operations;
  private final OperationDocuments documents;
  private final OperationsController starting;
  private final Starter starter;
  private final JsonMapper json;

  RerunController(
      Operations operations,
      OperationDocuments documents,
      OperationsController starting,
      Starter starter,
      JsonMapper json) {
    this.operations = operations;
    this.documents = documents;
    this.starting = starting;
    this.starter = starter;
    this.json = json;
  }

  /**
   * How.
   *
   * @param failed only on the servers on which it did not succeed
   * @param dryRun as the first time by default
   * @param approve the plan without review; never taken over from the first time
   */
  record Rerun(@Nullable Boolean failed, @Nullable Boolean dryRun, @Nullable Boolean approve) {}

  // Starting it takes the permission of its type, too: Starter asks for that.
  @Requires(value = "operations:read", on = Requires.On.OPERATION)
  @PostMapping("/api/v1/operations/{id}/rerun")
  ResponseEntity<OperationDocument> rerun(
      @PathVariable String id,
      @RequestBody Rerun request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String idempotencyKey,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    StoredOperation first = documents.stored(id);
    if (operations.erased(id)) {
      throw ApiException.conflict(
          "operation-erased", "What operation " + id + " was given is erased; start a new one.");
    }
    if (operations.servers(id).stream().anyMatch(server -> server.origin() != null)) {
      throw ApiException.conflict(
          "input-per-server",
          "Operation %s had inputs made for its servers; start it anew: ./holdfast run %s %s"
              .formatted(id, first.type(), first.selector()));
    }
    StoredOperation started =
        starter
            .start(
                starting.check(
                    StartRequest.like(
                        first,
                        Boolean.TRUE.equals(request.failed()) ? failedOf(first) : first.selector(),
                        json.readTree(first.input()),
                        request.dryRun() == null ? first.dryRun() : request.dryRun(),
                        Boolean.TRUE.equals(request.approve())),
                    caller),
                caller,
                idempotencyKey)
            .operation();
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + started.id()))
        .body(documents.of(started));
  }

  private String failedOf(StoredOperation first) {
    if (first.endedAt() == null) {
      throw ApiException.conflict(
          "operation-open", "Operation " + first.id() + " has not ended yet; wait for it.");
    }
    String failed =
        operations.servers(first.id()).stream()
            .filter(server -> !server.state().done())
            .map(server -> ServerNames.within(server.name()))
            .collect(Collectors.joining(","));
    if (failed.isEmpty()) {
      throw ApiException.conflict(
          "nothing-failed", "Operation " + first.id() + " has succeeded on all its servers.");
    }
    return failed;
  }
}
