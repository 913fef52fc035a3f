package dev.holdfast.api.operations;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.FleetSteering.ConcurrencyChange;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.server.ServerNames;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/**
 * Cancels, pauses and resumes operations, and changes how they go about their servers; answers with
 * the operation as it is then.
 */
@RestController
@RequestMapping("/api/v1/operations/{id}")
final class SteeringController {
  private final Steerer steerer;
  private final OperationDocuments documents;

  SteeringController(Steerer steerer, OperationDocuments documents) {
    this.steerer = steerer;
    this.documents = documents;
  }

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/cancel")
  @ResponseStatus(HttpStatus.ACCEPTED)
  OperationDocument cancel(@PathVariable String id) {
    requireServers(id);
    Actions.onOperation(id, null, "ops cancel " + id);
    steerer.cancel(id);
    return documents.get(id);
  }

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/pause")
  ResponseEntity<OperationDocument> pause(
      @PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    requireServers(id);
    Actions.onOperation(id, null, "ops pause " + id);
    return answer(id, steerer.want(id, "pause", caller.name(), caller.name()));
  }

  /**
   * How many servers at the same time from now on.
   *
   * @param concurrency needed
   */
  record ConcurrencyRequest(@Nullable Integer concurrency) {}

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/concurrency")
  ResponseEntity<OperationDocument> concurrency(
      @PathVariable String id,
      @RequestBody ConcurrencyRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Integer servers = request.concurrency();
    if (servers == null || servers < 1 || servers > OperationRequest.MOST_CONCURRENT) {
      throw ApiException.invalid("concurrency", "must be 1 to " + OperationRequest.MOST_CONCURRENT);
    }
    requireServers(id);
    Actions.onOperation(id, null, "ops concurrency %s %d".formatted(id, servers));
    return answer(
        id,
        steerer.want(
            id, "concurrency", new ConcurrencyChange(servers, caller.name()), caller.name()));
  }

  /**
   * A server that is left out.
   *
   * @param server needed
   * @param reason for those who read it later
   */
  record SkipRequest(@Nullable String server, @Nullable String reason) {}

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/skip")
  ResponseEntity<OperationDocument> skip(
      @PathVariable String id,
      @RequestBody SkipRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String organisation = documents.stored(id).organisation();
    String server =
        request.server() == null ? null : ServerNames.full(organisation, request.server());
    if (server == null || !documents.has(id, server)) {
      throw ApiException.invalid(
          "server",
          server == null
              ? "is missing; name the server to skip"
              : "'" + request.server() + "' is none of the operation's servers");
    }
    Actions.onOperation(id, server, "ops skip %s --server %s".formatted(id, request.server()));
    return answer(
        id,
        steerer.want(id, "skip", new Skip(server, caller.name(), request.reason()), caller.name()));
  }

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping("/resume")
  ResponseEntity<OperationDocument> resume(
      @PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onOperation(id, null, "ops resume " + id);
    return answer(id, steerer.want(id, "resume", caller.name(), caller.name()));
  }

  /** What no worker has heard yet is recorded, and sent until one has. */
  private ResponseEntity<OperationDocument> answer(String id, boolean taken) {
    OperationDocument now = documents.get(id);
    return taken ? ResponseEntity.ok(now) : ResponseEntity.accepted().body(now);
  }

  /** What is about a subject is ended in its own way, which asks for more than to be stopped. */
  private void requireServers(String id) {
    Catalogue.find(documents.stored(id).type())
        .filter(type -> type.scope() == OperationType.Scope.SUBJECT)
        .ifPresent(type -> {
          throw ApiException.conflict(
              "lasts-until-closed",
              "%1$s is an %2$s, which lasts until somebody closes it: ./holdfast %2$s close %1$s --reason TEXT"
                  .formatted(id, type.name()));
        });
  }
}
