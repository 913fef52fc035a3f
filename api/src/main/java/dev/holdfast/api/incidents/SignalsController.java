package dev.holdfast.api.incidents;

import dev.holdfast.api.audit.Actions;
import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Requires;
import dev.holdfast.platform.incident.IncidentIntake.Taken;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestAttribute;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;

/** Takes signals: each goes to the incident that is open for its kind and subject, or opens one. */
@RestController
@RequestMapping("/api/v1/signals")
final class SignalsController {
  private final IncidentOpening opening;

  SignalsController(IncidentOpening opening) {
    this.opening = opening;
  }

  /**
   * Something that has happened.
   *
   * @param subject to what; needed
   * @param data any JSON value of at most 64 KiB, for those who handle it
   * @param severity of the incident, if this signal opens it; medium by default
   * @param title likewise; none by default
   */
  record SignalRequest(
      @Nullable String subject,
      @Nullable JsonNode data,
      @Nullable String severity,
      @Nullable String title) {}

  /**
   * What became of a signal.
   *
   * @param incident the id of the incident that it belongs to
   * @param signal its own id, that of its entry in the timeline
   * @param opened whether it has opened the incident
   * @param repeated whether the same key had brought the same signal before
   */
  record SignalTaken(String incident, String signal, boolean opened, boolean repeated) {}

  @Requires("signals:write")
  @PostMapping("/{kind}")
  ResponseEntity<SignalTaken> signal(
      @PathVariable String kind,
      @RequestBody SignalRequest request,
      @RequestHeader(name = "Idempotency-Key", required = false) @Nullable String key,
      @RequestAttribute(Caller.ATTRIBUTE) Caller caller) {
    IncidentOpening.Told told = opening.signal(kind, request, key, caller);
    Taken taken = told.taken();
    Actions.onOperation(
        taken.incident(), null, "signal %s --subject %s".formatted(kind, request.subject()));
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/incidents/" + taken.incident()))
        .body(
            new SignalTaken(
                taken.incident(),
                told.signal(),
                taken instanceof Taken.Opened,
                taken instanceof Taken.Repeated));
  }
}
