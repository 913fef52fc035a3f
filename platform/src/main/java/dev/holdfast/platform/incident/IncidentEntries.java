package dev.holdfast.platform.incident;

import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.time.ZoneOffset;
import org.jdbi.v3.core.Handle;

/** Writes entries of timelines. */
final class IncidentEntries {
  private IncidentEntries() {}

  /** Adds one, unless it is there; returns whether it was not. */
  static boolean add(Handle handle, String operation, IncidentEntry entry, DataKey key) {
    return handle
            .createUpdate(
                """
                insert into incident_entries (operation, id, kind, who, at, reference, text_sealed)
                values (:operation, :id, :kind, :who, :at, :reference, :text)
                on conflict (operation, id) do nothing
                """)
            .bind("operation", operation)
            .bind("id", entry.id())
            .bind("kind", entry.kind().word())
            .bind("who", entry.by())
            .bind("at", entry.at().atOffset(ZoneOffset.UTC))
            .bind("reference", entry.reference())
            .bind("text", IncidentContent.TEXT.seal(key, entry.text(), entry.id()))
            .execute()
        == 1;
  }
}
