package dev.holdfast.api.incidents;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.api.incidents.IncidentRequests.Wanted;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.Severity;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Adds to incidents, and closes them; answers with the incident as it is then. */
@RestController
@RequestMapping("/api/v1/incidents/{id}")
final class IncidentSteeringController {
  private static final String KEY = "Idempotency-Key";

  private final IncidentRequests requests;
  private final Users users;

  IncidentSteeringController(IncidentRequests requests, Users users) {
    this.requests = requests;
    this.users = users;
  }

  /** A note, of at most 4 KiB. */
  record NoteRequest(@Nullable String text) {}

  @Requires("incidents:write")
  @PostMapping("/note")
  IncidentDocument note(
      @PathVariable String id,
      @RequestBody NoteRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var fields = new IncidentFields();
    String text = fields.text("text", request.text(), IncidentFields.LONGEST_NOTE);
    fields.check();
    Actions.onOperation(id, null, "incident note " + id);
    return tell(id, key, new Wanted("note", EntryKind.NOTED, null, text), caller);
  }

  /** Whose it is from now on; null for nobody. */
  record AssignRequest(@Nullable String user) {}

  @Requires("incidents:write")
  @PostMapping("/assign")
  IncidentDocument assign(
      @PathVariable String id,
      @RequestBody AssignRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    String user = request.user();
    var fields = new IncidentFields();
    if (user != null
        && users
            .find(caller.organisation(), user)
            .filter(found -> found.disabledAt() == null)
            .isEmpty()) {
      fields.wrong(
          "user", "'" + user + "' is no user who may log in; ./holdfast user list shows them");
    }
    fields.check();
    Actions.onOperation(
        id,
        null,
        user == null
            ? "incident assign %s --nobody".formatted(id)
            : "incident assign %s %s".formatted(id, user));
    return tell(id, key, new Wanted("assign", EntryKind.ASSIGNED, user, null), caller);
  }

  /**
   * How bad it is.
   *
   * @param severity needed
   * @param reason why it is another, for those who read it later
   */
  record SeverityRequest(@Nullable String severity, @Nullable String reason) {}

  @Requires("incidents:write")
  @PostMapping("/severity")
  IncidentDocument severity(
      @PathVariable String id,
      @RequestBody SeverityRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var fields = new IncidentFields();
    if (request.severity() == null) {
      fields.wrong("severity", "is missing; there are low, medium, high, critical");
    }
    Severity severity = fields.severity(request.severity());
    fields.bounded("reason", request.reason(), IncidentFields.LONGEST_NOTE);
    fields.check();
    String word = severity == null ? null : severity.word();
    Actions.onOperation(id, null, "incident severity %s %s".formatted(id, word));
    return tell(
        id,
        key,
        new Wanted("severity", EntryKind.SEVERITY_CHANGED, word, request.reason()),
        caller);
  }

  /** Something that is to be done, of at most 4 KiB. */
  record TaskRequest(@Nullable String text) {}

  @Requires("incidents:write")
  @PostMapping("/tasks")
  IncidentDocument addTask(
      @PathVariable String id,
      @RequestBody TaskRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var fields = new IncidentFields();
    String text = fields.text("text", request.text(), IncidentFields.LONGEST_NOTE);
    fields.check();
    String name = IncidentRequests.id(key, caller);
    Actions.onOperation(id, null, "incident task add " + id);
    return requests.tell(
        id,
        name,
        // Made from the request: the same one again names the same task.
        new Wanted("add-task", EntryKind.TASK_ADDED, "task-" + name.substring(4, 12), text),
        caller);
  }

  @Requires("incidents:write")
  @PostMapping("/tasks/{task}/done")
  IncidentDocument finishTask(
      @PathVariable String id,
      @PathVariable String task,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    Actions.onOperation(id, null, "incident task done %s %s".formatted(id, task));
    return tell(id, key, new Wanted("finish-task", EntryKind.TASK_DONE, task, null), caller);
  }

  /**
   * Where evidence is.
   *
   * @param reference a path, an address, a digest or an id; needed
   * @param text what it shows
   */
  record EvidenceRequest(@Nullable String reference, @Nullable String text) {}

  @Requires("incidents:write")
  @PostMapping("/evidence")
  IncidentDocument evidence(
      @PathVariable String id,
      @RequestBody EvidenceRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var fields = new IncidentFields();
    String reference =
        fields.line("reference", request.reference(), IncidentFields.LONGEST_REFERENCE);
    fields.bounded("text", request.text(), IncidentFields.LONGEST_NOTE);
    fields.check();
    Actions.onOperation(id, null, "incident evidence " + id);
    return tell(
        id,
        key,
        new Wanted("evidence", EntryKind.EVIDENCE_ADDED, reference, request.text()),
        caller);
  }

  /** How it was resolved, of at most 4 KiB; needed. */
  record CloseRequest(@Nullable String reason) {}

  @Requires("incidents:write")
  @PostMapping("/close")
  IncidentDocument close(
      @PathVariable String id,
      @RequestBody CloseRequest request,
      @RequestHeader(name = KEY, required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    var fields = new IncidentFields();
    String reason = fields.text("reason", request.reason(), IncidentFields.LONGEST_NOTE);
    fields.check();
    Actions.onOperation(id, null, "incident close " + id);
    return tell(id, key, new Wanted("close", EntryKind.CLOSED, null, reason), caller);
  }

  private IncidentDocument tell(String id, @Nullable String key, Wanted wanted, Caller caller) {
    return requests.tell(id, IncidentRequests.id(key, caller), wanted, caller);
  }
}
