package dev.holdfast.api.incidents;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.incident.IncidentFilter;
import dev.holdfast.platform.incident.Incidents;
import dev.holdfast.platform.incident.StoredIncident;
import dev.holdfast.platform.incident.TimelineEntry;
import dev.holdfast.platform.operation.Page;
import dev.holdfast.platform.operation.WrongCursorException;
import dev.holdfast.schemas.incident.Severity;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Opens incidents and shows them. */
@RestController
@RequestMapping("/api/v1/incidents")
final class IncidentsController {
  private static final int MOST = 200;

  private final IncidentOpening opening;
  private final Incidents incidents;
  private final IncidentDocuments documents;
  private final IncidentReport report;

  IncidentsController(
      IncidentOpening opening,
      Incidents incidents,
      IncidentDocuments documents,
      IncidentReport report) {
    this.opening = opening;
    this.incidents = incidents;
    this.documents = documents;
    this.report = report;
  }

  /**
   * An incident that is to be opened.
   *
   * @param kind what has happened, such as disk-full; needed
   * @param subject to what, such as the name of a server; needed
   * @param severity low, medium (the default), high or critical
   * @param title in a few words
   */
  record OpenRequest(
      @Nullable String kind,
      @Nullable String subject,
      @Nullable String severity,
      @Nullable String title) {}

  @Requires("incidents:write")
  @PostMapping
  ResponseEntity<IncidentDocument> open(
      @RequestBody OpenRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String id = opening.open(request, key, caller);
    Actions.onOperation(
        id, null, "incident open %s --subject %s".formatted(request.kind(), request.subject()));
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/incidents/" + id))
        .body(documents.of(documents.stored(id, caller), caller));
  }

  /**
   * @param state open or closed; all without it
   */
  @Requires("incidents:read")
  @GetMapping
  Page<IncidentDocument> list(
      @RequestParam(required = false) @Nullable String state,
      @RequestParam(required = false) @Nullable String kind,
      @RequestParam(required = false) @Nullable String subject,
      @RequestParam(required = false) @Nullable String severity,
      @RequestParam(required = false) @Nullable String owner,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "50") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var fields = new IncidentFields();
    if (state != null && !state.equals("open") && !state.equals("closed")) {
      fields.wrong("state", "must be open or closed");
    }
    Severity asked = fields.severity(severity);
    fields.check();
    var filter =
        new IncidentFilter(
            caller.organisation(),
            state == null ? null : state.equals("open"),
            kind,
            subject,
            asked,
            owner);
    try {
      Page<StoredIncident> page = incidents.list(filter, cursor, Math.clamp(limit, 1, MOST));
      return new Page<>(page.items().stream().map(IncidentDocuments::listed).toList(), page.next());
    } catch (WrongCursorException e) {
      throw ApiException.invalid("cursor", String.valueOf(e.getMessage()));
    }
  }

  @Requires("incidents:read")
  @GetMapping("/{id}")
  IncidentDocument show(
      @PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return documents.of(documents.stored(id, caller), caller);
  }

  /**
   * The timeline in its order.
   *
   * @param cursor the number of the last entry that is known
   */
  @Requires("incidents:read")
  @GetMapping("/{id}/timeline")
  Page<EntryDocument> timeline(
      @PathVariable String id,
      @RequestParam(required = false) @Nullable String cursor,
      @RequestParam(defaultValue = "100") int limit,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    int most = Math.clamp(limit, 1, MOST);
    StoredIncident incident = documents.stored(id, caller);
    List<TimelineEntry> found = incidents.timeline(incident, after(cursor), most + 1);
    List<TimelineEntry> shown = found.size() > most ? found.subList(0, most) : found;
    return new Page<>(
        shown.stream().map(EntryDocument::listed).toList(),
        found.size() > most ? Long.toString(shown.getLast().number()) : null);
  }

  private static long after(@Nullable String cursor) {
    try {
      return cursor == null ? 0 : Long.parseLong(cursor);
    } catch (NumberFormatException e) {
      throw ApiException.invalid("cursor", "is not a cursor that this list gave out");
    }
  }

  /** One entry of the timeline, with all that it says. */
  @Requires("incidents:read")
  @GetMapping("/{id}/timeline/{entry}")
  EntryDocument entry(
      @PathVariable String id,
      @PathVariable String entry,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    return incidents
        .entry(documents.stored(id, caller), entry)
        .map(EntryDocument::whole)
        .orElseThrow(() ->
            ApiException.notFound(
                "unknown-entry", "The timeline of " + id + " has no entry '" + entry + "'."));
  }

  /** A report, in Markdown. */
  record Report(String id, String markdown) {}

  @Requires("incidents:read")
  @GetMapping("/{id}/report")
  Report report(@PathVariable String id, @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    StoredIncident incident = documents.stored(id, caller);
    return new Report(id, report.of(incident, documents.of(incident, caller)));
  }
}
