package dev.holdfast.platform.incident;

import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.incident.IncidentInput;
import dev.holdfast.schemas.incident.IncidentOperation;
import dev.holdfast.schemas.incident.Severity;
import dev.holdfast.schemas.operation.Priority;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An incident that is to be opened.
 *
 * @param id {@code op-…}
 * @param by who opens it
 * @param key the client's idempotency key; null for none, and for one that a signal opens, which
 *     has its own
 * @param sha256 over everything that was asked for
 */
public record NewIncident(
    String id,
    String organisation,
    IncidentInput input,
    String by,
    @Nullable String key,
    String sha256) {

  NewOperation operation() {
    return new NewOperation(
        id,
        IncidentOperation.TYPE.name(),
        priority(input.severity()),
        false,
        by,
        "",
        JsonPayloads.write(input),
        new OperationSettings(false, 1, 0),
        key,
        sha256,
        List.of(),
        Map.of(),
        input.kind() + " of " + input.subject(),
        organisation);
  }

  private static Priority priority(Severity severity) {
    return switch (severity) {
      case LOW -> Priority.LOW;
      case MEDIUM -> Priority.NORMAL;
      case HIGH -> Priority.HIGH;
      case CRITICAL -> Priority.CRITICAL;
    };
  }
}
