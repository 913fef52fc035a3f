package dev.holdfast.platform.operation;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.runbook.RunbookOperation;
import dev.holdfast.schemas.server.ServerNames;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** Tells how operations go; only their states and counts, because the rest is sealed at rest. */
final class OperationNews {
  private OperationNews() {}

  /** Tells that an operation is in another state than before. */
  static void of(
      Handle handle, StoredOperation before, OperationState now, @Nullable FailureData failure) {
    if (before.state() == now) {
      return;
    }
    if (before.state() == OperationState.QUEUED && !now.ended()) {
      tell(handle, before, EventKind.OPERATION_STARTED, null);
    }
    if (now == OperationState.PARKED) {
      parked(handle, before);
    }
    EventKind kind = kind(now);
    if (kind != null) {
      tell(handle, before, kind, failure);
    }
  }

  /** Tells that an operation waits for somebody, until this. */
  static void halted(Handle handle, StoredOperation operation, Instant until) {
    OperationGates gates = operation.gates();
    boolean gate = gates != null && gates.state() == GateState.REFUSED;
    Map<String, Object> data = said(operation);
    data.put("reason", gate ? "gate" : "failures");
    data.put("until", until.toString());
    record(handle, operation, EventKind.OPERATION_HALTED, data);
  }

  /** Until when it waits for its window is known, and until when for servers is not. */
  private static void parked(Handle handle, StoredOperation operation) {
    OperationWindow window = operation.window();
    boolean closed = window != null && Boolean.FALSE.equals(window.open());
    Map<String, Object> data = said(operation);
    data.put("reason", closed ? "window" : "offline");
    if (window != null && closed && window.until() != null) {
      data.put("until", window.until().toString());
    }
    record(handle, operation, EventKind.OPERATION_PARKED, data);
  }

  private static @Nullable EventKind kind(OperationState state) {
    return switch (state) {
      case AWAITING_APPROVAL -> EventKind.OPERATION_AWAITING_APPROVAL;
      case SUCCEEDED -> EventKind.OPERATION_SUCCEEDED;
      case FAILED -> EventKind.OPERATION_FAILED;
      case CANCELLED -> EventKind.OPERATION_CANCELLED;
      case UNDONE -> EventKind.OPERATION_UNDONE;
      case QUEUED, PLANNING, RUNNING, PAUSED, PARKED -> null;
    };
  }

  private static void tell(
      Handle handle, StoredOperation operation, EventKind kind, @Nullable FailureData failure) {
    Map<String, Object> data = said(operation);
    if (kind != EventKind.OPERATION_STARTED && kind != EventKind.OPERATION_AWAITING_APPROVAL) {
      data.put("servers", counts(handle, operation.id()));
    }
    if (kind == EventKind.OPERATION_FAILED && failure != null) {
      // What it says, and of what, is sealed at rest.
      data.put("code", failure.code().word());
      data.put("component", failure.component().word());
      data.put("retryable", failure.retryable());
    }
    boolean steps = operation.type().equals(RunbookOperation.TYPE.name());
    int warnings =
        steps && kind == EventKind.OPERATION_SUCCEEDED ? warnings(handle, operation.id()) : 0;
    if (warnings > 0) {
      data.put("warnings", warnings);
    }
    record(handle, operation, kind, data);
  }

  private static Map<String, Object> said(StoredOperation operation) {
    Map<String, Object> data = new HashMap<>();
    data.put("type", operation.type());
    data.put("initiator", operation.initiator());
    data.put("selector", operation.selector());
    data.put("dryRun", operation.dryRun());
    return data;
  }

  private static void record(
      Handle handle, StoredOperation operation, EventKind kind, Map<String, Object> data) {
    Outbox.record(
        handle, NewEvent.ofOperation(kind, operation.organisation(), operation.id(), data));
  }

  /** How many steps of a runbook have failed without failing it. */
  private static int warnings(Handle handle, String operation) {
    return handle
        .createQuery(
            """
            select count(*)::int from (
              select distinct on (key) child, skipped, critical from runbook_steps
              where operation = :operation order by key, attempt desc) step
            left join operations child on child.id = step.child
            where not step.critical and not step.skipped
              and (child.id is null or child.state in ('failed', 'cancelled'))
            """)
        .bind("operation", operation)
        .mapTo(Integer.class)
        .one();
  }

  private static Map<String, Integer> counts(Handle handle, String operation) {
    Map<String, Integer> counts = new HashMap<>();
    handle
        .createQuery(
            """
            select state, count(*)::int as number from operation_servers
            where operation = :operation group by state
            """)
        .bind("operation", operation)
        .map((rs, context) -> counts.put(rs.getString("state"), rs.getInt("number")))
        .list();
    return counts;
  }

  /** Tells that the plan of a server has changed, and waits for a decision of its own. */
  private static void asked(Handle handle, OperationServer server) {
    handle
        .createQuery("select * from operations where id = :id")
        .bind("id", server.operation())
        .map((rs, context) -> OperationRow.read(rs).clear())
        .findOne()
        .ifPresent(operation ->
            Outbox.record(
                handle,
                NewEvent.ofOperation(
                        EventKind.OPERATION_AWAITING_APPROVAL,
                        operation.organisation(),
                        operation.id(),
                        said(operation))
                    .on(server.name())));
  }

  /** Tells that an operation could not reach a server, or waits for a decision about it. */
  static void ofServer(Handle handle, OperationServer before, OperationServer now) {
    if (now.state() == ServerState.AWAITING_APPROVAL
        && before.state() != ServerState.AWAITING_APPROVAL) {
      asked(handle, now);
    }
    if (now.state() == ServerState.UNREACHABLE && before.state() != ServerState.UNREACHABLE) {
      Outbox.record(
          handle,
          NewEvent.ofOperation(
                  EventKind.SERVER_UNREACHABLE,
                  ServerNames.organisation(now.name()),
                  now.operation(),
                  Map.of())
              .on(now.name()));
    }
  }
}
