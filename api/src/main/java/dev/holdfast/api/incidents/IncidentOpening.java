package dev.holdfast.api.incidents;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.problem.ApiException;
import dev.holdfast.platform.incident.IncidentIntake;
import dev.holdfast.platform.incident.IncidentIntake.Taken;
import dev.holdfast.platform.incident.NewIncident;
import dev.holdfast.platform.incident.NewSignal;
import dev.holdfast.platform.operation.OperationIds;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.incident.IncidentInput;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** Opens incidents: first in PostgreSQL, then the workflow, so that nothing told is ever lost. */
@Component
final class IncidentOpening {
  private final IncidentIntake intake;
  private final OperationStarts starts;
  private final IncidentWakeUp wakeUp;

  IncidentOpening(IncidentIntake intake, OperationStarts starts, IncidentWakeUp wakeUp) {
    this.intake = intake;
    this.starts = starts;
    this.wakeUp = wakeUp;
  }

  /**
   * What became of a signal.
   *
   * @param signal its id, or that of the one that it repeats
   */
  record Told(Taken taken, String signal) {}

  /**
   * Opens an incident, or returns the one that the same key has opened before.
   *
   * @return its id
   * @throws ApiException naming every field that is wrong; 409 if one is open for the same
   */
  String open(IncidentsController.OpenRequest request, @Nullable String key, Caller caller) {
    var fields = new IncidentFields();
    IncidentInput input =
        fields.input(request.kind(), request.subject(), request.severity(), request.title());
    fields.key(key);
    fields.check();
    Taken taken = intake.open(incident(input, caller, key, sha256(JsonPayloads.write(input))));
    return switch (taken) {
      case Taken.Opened opened -> {
        starts.begin(opened.operation());
        yield opened.incident();
      }
      case Taken.Repeated repeated -> repeated.incident();
      case Taken.KeyReused reused -> throw reused(reused.incident());
      case Taken.Joined open ->
          throw ApiException.conflict(
              "incident-open",
              "%s is open for %s of %s already; add to it with ./holdfast incident note %s, or send a signal"
                  .formatted(open.incident(), input.kind(), input.subject(), open.incident()));
    };
  }

  /**
   * Takes a signal.
   *
   * @throws ApiException naming every field that is wrong
   */
  Told signal(
      String kind, SignalsController.SignalRequest request, @Nullable String key, Caller caller) {
    var fields = new IncidentFields();
    IncidentInput input =
        fields.input(kind, request.subject(), request.severity(), request.title());
    String data = text(request.data());
    fields.bounded("data", data, IncidentFields.LONGEST_DATA);
    fields.key(key);
    fields.check();
    // As exact as PostgreSQL keeps it.
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    String sha256 =
        sha256(JsonPayloads.write(List.of(input, Objects.requireNonNullElse(data, ""))));
    var signal = new NewSignal("sig-" + UUID.randomUUID(), caller.name(), key, sha256, data, now);
    Taken taken = intake.signal(incident(input, caller, null, sha256), signal);
    if (taken instanceof Taken.KeyReused reused) {
      throw reused(reused.incident());
    }
    if (taken instanceof Taken.Opened opened) {
      starts.begin(opened.operation());
    }
    if (taken instanceof Taken.Repeated repeated) {
      return new Told(taken, String.valueOf(repeated.signal()));
    }
    wakeUp.signalled(taken.incident(), signal.id(), signal.sender(), now);
    return new Told(taken, signal.id());
  }

  private static NewIncident incident(
      IncidentInput input, Caller caller, @Nullable String key, String sha256) {
    return new NewIncident(
        OperationIds.next(), caller.organisation(), input, caller.name(), key, sha256);
  }

  private static @Nullable String text(@Nullable JsonNode data) {
    if (data == null || data.isNull()) {
      return null;
    }
    return data.isString() ? data.asString() : data.toPrettyString();
  }

  private static ApiException reused(String incident) {
    return ApiException.conflict(
        "idempotency-key-reused",
        "This idempotency key was used for "
            + incident
            + " with another content; use a new key for a new request.");
  }

  private static String sha256(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
