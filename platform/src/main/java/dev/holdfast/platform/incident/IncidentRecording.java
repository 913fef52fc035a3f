package dev.holdfast.platform.incident;

import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.Severity;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes what happens to incidents, each time in one transaction that has locked the incident's
 * row: so a signal that comes while an incident is being closed is in its timeline, or opens
 * another.
 */
final class IncidentRecording {
  private final Jdbi jdbi;
  private final DataKeys keys;

  IncidentRecording(Jdbi jdbi, DataKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
  }

  void record(String operation, List<IncidentEntry> entries) {
    Optional<DataKey> key = keys.find(KeyOwner.operation(operation));
    if (key.isPresent()) {
      jdbi.useTransaction(handle ->
          open(handle, operation).ifPresent(is -> record(handle, is, entries, key.get())));
    }
  }

  private static Optional<StoredIncident> open(Handle handle, String operation) {
    return handle
        .createQuery(
            "select * from incidents where operation = :id and closed_at is null for update")
        .bind("id", operation)
        .map((rs, context) -> IncidentRow.read(rs).clear())
        .findOne();
  }

  private static void record(
      Handle handle, StoredIncident incident, List<IncidentEntry> entries, DataKey key) {
    Severity severity = incident.severity();
    for (IncidentEntry entry : entries) {
      if (isOfThePerson(entry) && IncidentEntries.add(handle, incident.id(), entry, key)) {
        if (entry.kind() == EntryKind.SEVERITY_CHANGED) {
          severity = Severity.of(Objects.requireNonNull(entry.reference()));
        }
        show(handle, incident, entry, severity);
      }
    }
    int signals = incident.signals() + signals(handle, incident, severity, key);
    for (IncidentEntry entry : entries) {
      if (entry.kind() == EntryKind.CLOSED
          && IncidentEntries.add(handle, incident.id(), entry, key)) {
        close(handle, incident.id(), entry, key);
        IncidentNews.tell(
            handle,
            incident,
            EventKind.INCIDENT_CLOSED,
            severity,
            entry.by(),
            Map.of("signals", signals));
      }
    }
  }

  /** Signals are taken from where they came in, and the close comes after them. */
  private static boolean isOfThePerson(IncidentEntry entry) {
    return entry.kind() != EntryKind.SIGNALLED && entry.kind() != EntryKind.CLOSED;
  }

  private static void show(
      Handle handle, StoredIncident incident, IncidentEntry entry, Severity severity) {
    switch (entry.kind()) {
      case ASSIGNED -> {
        handle.execute(
            "update incidents set owner = ? where operation = ?", entry.reference(), incident.id());
        IncidentNews.tell(
            handle,
            incident,
            EventKind.INCIDENT_ASSIGNED,
            severity,
            entry.by(),
            entry.reference() == null ? Map.of() : Map.of("owner", entry.reference()));
      }
      case SEVERITY_CHANGED -> {
        handle.execute(
            "update incidents set severity = ? where operation = ?",
            severity.word(),
            incident.id());
        IncidentNews.tell(
            handle, incident, EventKind.INCIDENT_SEVERITY_CHANGED, severity, entry.by());
      }
      default -> {}
    }
  }

  /** Every signal that is not in the timeline yet; returns how many. */
  private static int signals(
      Handle handle, StoredIncident incident, Severity severity, DataKey key) {
    List<IncidentEntry> waiting =
        handle
            .createQuery(
                """
                select id, sender, at from incident_signals
                where operation = :id and recorded_at is null order by number
                """)
            .bind("id", incident.id())
            .map((rs, context) ->
                new IncidentEntry(
                    rs.getString("id"),
                    EntryKind.SIGNALLED,
                    rs.getString("sender"),
                    rs.getObject("at", OffsetDateTime.class).toInstant(),
                    null,
                    null))
            .list();
    for (IncidentEntry signal : waiting) {
      if (IncidentEntries.add(handle, incident.id(), signal, key)) {
        IncidentNews.tell(handle, incident, EventKind.INCIDENT_SIGNALLED, severity, signal.by());
      }
    }
    if (!waiting.isEmpty()) {
      handle
          .createUpdate(
              """
              update incident_signals set recorded_at = now()
              where operation = :id and id = any(:signals)
              """)
          .bind("id", incident.id())
          .bindArray("signals", String.class, waiting.stream().map(IncidentEntry::id).toList())
          .execute();
      handle.execute(
          "update incidents set signals = signals + ? where operation = ?",
          waiting.size(),
          incident.id());
    }
    return waiting.size();
  }

  private static void close(Handle handle, String operation, IncidentEntry entry, DataKey key) {
    handle
        .createUpdate(
            """
            update incidents set closed_at = now(), closed_by = :by, outcome = :outcome,
              resolution_sealed = :resolution
            where operation = :id
            """)
        .bind("id", operation)
        .bind("by", entry.by())
        .bind("outcome", Objects.requireNonNullElse(entry.reference(), "succeeded"))
        .bind("resolution", IncidentContent.RESOLUTION.seal(key, entry.text()))
        .execute();
  }
}
