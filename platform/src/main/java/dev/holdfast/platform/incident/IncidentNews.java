package dev.holdfast.platform.incident;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.incident.Severity;
import java.util.HashMap;
import java.util.Map;
import org.jdbi.v3.core.Handle;

/** Tells how incidents go; nothing that somebody wrote, because that is sealed at rest. */
final class IncidentNews {
  private IncidentNews() {}

  static void tell(
      Handle handle, StoredIncident incident, EventKind kind, Severity severity, String by) {
    tell(handle, incident, kind, severity, by, Map.of());
  }

  static void tell(
      Handle handle,
      StoredIncident incident,
      EventKind kind,
      Severity severity,
      String by,
      Map<String, ?> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put("kind", incident.kind());
    data.put("subject", incident.subject());
    data.put("severity", severity.word());
    data.put("by", by);
    Outbox.record(handle, NewEvent.ofOperation(kind, incident.organisation(), incident.id(), data));
  }
}
