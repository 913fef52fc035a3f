package dev.holdfast.api.incidents;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.incident.StoredIncident;
import dev.holdfast.schemas.incident.Severity;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident as clients see it.
 *
 * @param id of its operation, which lasts as long as it
 * @param state {@code open} or {@code closed}
 * @param owner whose it is; null for nobody
 * @param outcome {@code succeeded} where somebody closed it, else the last state of its operation;
 *     null while it is open
 * @param resolution why it was closed; null while it is open
 * @param signals how many are in its timeline
 * @param tasks in the order in which they were added; only where one incident is read, as with what
 *     follows
 */
record IncidentDocument(
    String id,
    String kind,
    String subject,
    String state,
    Severity severity,
    @Nullable String owner,
    @Nullable String title,
    String openedBy,
    Instant openedAt,
    @Nullable String closedBy,
    @Nullable Instant closedAt,
    @Nullable String outcome,
    @Nullable String resolution,
    int signals,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Task> tasks,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Evidence> evidence,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Child> operations) {

  /**
   * Something that is to be done.
   *
   * @param doneBy null until it is done
   */
  record Task(
      String id,
      String text,
      String addedBy,
      Instant addedAt,
      @Nullable String doneBy,
      @Nullable Instant doneAt) {}

  /**
   * Where evidence is.
   *
   * @param text what it shows; null if nobody said so
   */
  record Evidence(String reference, @Nullable String text, String by, Instant at) {}

  /**
   * An operation that belongs to the incident.
   *
   * @param type null where the caller may not read it, or it is kept no longer
   * @param state likewise
   * @param started for the incident; false where it was linked
   */
  record Child(
      String id,
      @Nullable String type,
      @Nullable String state,
      boolean started,
      String by,
      Instant at) {}

  static IncidentDocument of(
      StoredIncident incident,
      @Nullable List<Task> tasks,
      @Nullable List<Evidence> evidence,
      @Nullable List<Child> operations) {
    return new IncidentDocument(
        incident.id(),
        incident.kind(),
        incident.subject(),
        incident.open() ? "open" : "closed",
        incident.severity(),
        incident.owner(),
        incident.title(),
        incident.openedBy(),
        incident.openedAt(),
        incident.closedBy(),
        incident.closedAt(),
        incident.outcome(),
        incident.resolution(),
        incident.signals(),
        tasks,
        evidence,
        operations);
  }
}
