package dev.holdfast.api.incidents;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.operations.Steerer;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.incident.StoredIncident;
import dev.holdfast.platform.incident.TimelineEntry;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.IncidentEntry;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Tells incidents what people want of them; the same request again is applied once. */
@Component
final class IncidentRequests {
  private final IncidentDocuments documents;
  private final Incidents incidents;
  private final Steerer steerer;

  IncidentRequests(IncidentDocuments documents, Incidents incidents, Steerer steerer) {
    this.documents = documents;
    this.incidents = incidents;
    this.steerer = steerer;
  }

  /**
   * What somebody wants.
   *
   * @param update the name of the incident's update
   * @param reference see {@link EntryKind}
   */
  record Wanted(String update, EntryKind kind, @Nullable String reference, @Nullable String text) {}

  /**
   * The id of a request: that of its key, so that a repetition is known, or another each time.
   *
   * @throws ApiException if the key is none
   */
  static String id(@Nullable String key, Caller caller) {
    var fields = new IncidentFields();
    fields.key(key);
    fields.check();
    return key == null
        ? "req-" + UUID.randomUUID()
        : "key-"
            + UUID.nameUUIDFromBytes((caller.name() + "\0" + key).getBytes(StandardCharsets.UTF_8));
  }

  /**
   * An incident that is open.
   *
   * @throws ApiException 404 if there is none of this id, 409 if it is closed
   */
  StoredIncident open(String id, Caller caller) {
    StoredIncident incident = documents.stored(id, caller);
    if (!incident.open()) {
      throw ApiException.conflict(
          "incident-closed",
          "Incident %s was closed by %s at %s; open another with ./holdfast incident open %s --subject '%s'."
              .formatted(
                  id,
                  incident.closedBy(),
                  incident.closedAt(),
                  incident.kind(),
                  incident.subject()));
    }
    return incident;
  }

  /**
   * Returns when it is in the timeline.
   *
   * @return the incident as it is then
   */
  IncidentDocument tell(String incident, String request, Wanted wanted, Caller caller) {
    StoredIncident stored = documents.stored(incident, caller);
    Optional<TimelineEntry> before = incidents.entry(stored, request);
    if (before.isPresent()) {
      requireSame(before.get(), wanted);
    } else {
      open(incident, caller);
      var entry =
          new IncidentEntry(
              request,
              wanted.kind(),
              caller.name(),
              Instant.now().truncatedTo(ChronoUnit.MICROS),
              wanted.reference(),
              wanted.text());
      steerer.update(incident, incident, wanted.update(), entry);
    }
    return documents.of(documents.stored(incident, caller), caller);
  }

  private static void requireSame(TimelineEntry before, Wanted wanted) {
    if (before.kind() != wanted.kind()
        || !Objects.equals(before.reference(), wanted.reference())
        || !Objects.equals(before.text(), wanted.text())) {
      throw ApiException.conflict(
          "idempotency-key-reused",
          "This idempotency key was used for another request; use a new key for a new request.");
    }
  }
}
