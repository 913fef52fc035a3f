package dev.holdfast.api.operations;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.CallerAccess;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.api.problem.FieldError;
import dev.holdfast.api.windows.LabelWindows;
import dev.holdfast.platform.operation.OperationServer;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.platform.server.Servers;
import dev.holdfast.schemas.catalogue.Catalogue;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetSteering.WindowChange;
import dev.holdfast.schemas.operation.OperationType;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.server.Server;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Changes the hours in which a running operation may start servers; answers with the operation as
 * it is then.
 */
@RestController
@RequestMapping("/api/v1/operations/{id}/window")
final class WindowController {
  private final Steerer steerer;
  private final OperationDocuments documents;

  private final Operations operations;
  private final Servers servers;
  private final CallerAccess access;

  WindowController(
      Steerer steerer,
      OperationDocuments documents,
      Operations operations,
      Servers servers,
      CallerAccess access) {
    this.operations = operations;
    this.servers = servers;
    this.access = access;
    this.steerer = steerer;
    this.documents = documents;
  }

  /**
   * From when servers may be started: one of both.
   *
   * @param now at any time from now on
   * @param window in these hours, as a start takes them
   */
  record WindowRequest(@Nullable Boolean now, @Nullable String window) {}

  @Requires(value = "operations:steer", on = Requires.On.OPERATION)
  @PostMapping
  ResponseEntity<OperationDocument> window(
      @PathVariable String id,
      @RequestBody WindowRequest request,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    StoredOperation operation = documents.stored(id);
    requireServers(operation);
    requireIgnore(operation, caller);
    String hours = hours(request);
    Actions.onOperation(
        id, null, "ops window %s %s".formatted(id, hours == null ? "--now" : "--set " + hours));
    boolean taken =
        steerer.want(id, "window", new WindowChange(hours, caller.name()), caller.name());
    OperationDocument now = documents.get(id);
    return taken ? ResponseEntity.ok(now) : ResponseEntity.accepted().body(now);
  }

  /** Null for at any time. */
  private static @Nullable String hours(WindowRequest request) {
    boolean now = Boolean.TRUE.equals(request.now());
    String window = request.window();
    if (now == (window != null)) {
      throw ApiException.invalid(
          "window",
          now
              ? "cannot be given together with now"
              : "is missing; give the hours, or now to start servers at any time");
    }
    try {
      return window == null ? null : new MaintenanceWindow(window).text();
    } catch (IllegalArgumentException e) {
      throw ApiException.invalid(List.of(FieldError.of(e)));
    }
  }

  /** Hours that come from labels count for everybody who may not say otherwise. */
  private void requireIgnore(StoredOperation operation, Caller caller) {
    FleetConditions conditions = operation.settings().conditions();
    if (conditions == null || !Boolean.TRUE.equals(conditions.byLabel())) {
      return;
    }
    Set<String> names =
        operations.servers(operation.id()).stream()
            .map(OperationServer::name)
            .collect(Collectors.toSet());
    List<Server> on =
        servers.all(operation.organisation()).stream()
            .filter(server -> names.contains(server.name()))
            .toList();
    access.require(caller, LabelWindows.IGNORE, on);
  }

  private static void requireServers(StoredOperation operation) {
    if (operation.type().equals(RunbookOperation.TYPE.name())) {
      throw ApiException.conflict(
          "operation-of-operations",
          "The steps of %1$s are operations of their own: ./holdfast ops show %1$s lists them, change the window of one of these."
              .formatted(operation.id()));
    }
    if (Catalogue.find(operation.type())
        .filter(type -> type.scope() == OperationType.Scope.SUBJECT)
        .isPresent()) {
      throw ApiException.conflict(
          "not-about-servers", "Operation " + operation.id() + " is not about servers.");
    }
  }
}
