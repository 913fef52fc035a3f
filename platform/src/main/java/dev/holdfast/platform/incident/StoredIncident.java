package dev.holdfast.platform.incident;

import dev.holdfast.schemas.incident.Severity;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it is recorded.
 *
 * @param id of its operation
 * @param owner null for nobody
 * @param closedAt null while it is open
 * @param outcome the word of its operation's last state; null while it is open
 * @param resolution why it was closed; null while it is open
 * @param signals how many are in its timeline
 */
public record StoredIncident(
    String id,
    String organisation,
    String kind,
    String subject,
    Severity severity,
    @Nullable String owner,
    @Nullable String title,
    String openedBy,
    Instant openedAt,
    @Nullable String closedBy,
    @Nullable Instant closedAt,
    @Nullable String outcome,
    @Nullable String resolution,
    int signals) {

  public boolean open() {
    return closedAt == null;
  }
}
