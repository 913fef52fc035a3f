package dev.holdfast.api.incidents;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.incidents.IncidentRequests.Wanted;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.incident.EntryKind;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Starts operations for an incident, with the rights of whoever asks, and links others. */
@RestController
final class IncidentOperationsController {
  private final IncidentRequests requests;
  private final OperationStarts starts;
  private final Operations operations;
  private final CallerAccess access;

  IncidentOperationsController(
      IncidentRequests requests,
      OperationStarts starts,
      Operations operations,
      CallerAccess access) {
    this.requests = requests;
    this.operations = operations;
    this.starts = starts;
    this.access = access;
  }

  /**
   * An operation of the incident; one of both is needed.
   *
   * @param operation the id of one that was started elsewhere
   * @param start the body of {@code POST /operations}
   */
  record OperationRequest(@Nullable String operation, @Nullable JsonNode start) {}

  /**
   * The operation that belongs to the incident now.
   *
   * @param operation its id
   */
  record OperationAdded(String operation, IncidentDocument incident) {}

  // Starting it takes the permission of its type, too: OperationStarts asks for that.
  @Requires("incidents:write")
  @PostMapping("/api/v1/incidents/{id}/operations")
  ResponseEntity<OperationAdded> add(
      @PathVariable String id,
      @RequestBody OperationRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    JsonNode start = request.start();
    boolean starting = start != null && !start.isNull();
    if (starting == (request.operation() != null)) {
      throw ApiException.invalid(
          "operation", "give either the id of an operation, or what to start in 'start'");
    }
    requests.open(id, caller);
    String name = IncidentRequests.id(key, caller);
    String operation =
        starting && start != null
            ? starts.start(start, caller, "incident/" + id + "/" + name)
            : linked(String.valueOf(request.operation()), id, caller);
    Actions.onOperation(id, null, "incident operation %s %s".formatted(id, operation));
    IncidentDocument incident =
        requests.tell(
            id,
            name,
            new Wanted(
                "operation",
                starting ? EntryKind.OPERATION_STARTED : EntryKind.OPERATION_LINKED,
                operation,
                null),
            caller);
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + operation))
        .body(new OperationAdded(operation, incident));
  }

  private String linked(String operation, String incident, Caller caller) {
    if (operation.equals(incident)
        || operations.find(operation).isEmpty()
        || !access.toOperations(caller, "operations:read", List.of(operation)).test(operation)) {
      throw ApiException.invalid(
          "operation",
          "'%s' is not an operation that you can read; ./holdfast ops list shows them"
              .formatted(operation));
    }
    return operation;
  }
}
