package dev.holdfast.schemas.incident;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An entry of an incident's timeline, as a request for it.
 *
 * @param id names the request: the same one again has no further effect
 * @param by who, by name
 * @param at when it was asked for
 * @param reference see {@link EntryKind}
 * @param text what somebody wrote; of a signal it is in PostgreSQL only
 */
public record IncidentEntry(
    String id,
    EntryKind kind,
    String by,
    Instant at,
    @Nullable String reference,
    @Nullable String text) {
  public IncidentEntry {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(by, "by");
    Objects.requireNonNull(at, "at");
  }
}
