package dev.holdfast.platform.schedule;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An operation that starts by itself.
 *
 * @param id {@code sch-…}; it names the schedule in Temporal, too
 * @param owner whose rights each start needs
 * @param approvedUntil until then its plans are approved without review; null: never
 * @param syncedAt when Temporal was last given it; null if not yet
 */
public record Schedule(
    String id,
    String organisation,
    String name,
    String owner,
    String operation,
    String selector,
    Timing timing,
    @Nullable Instant approvedUntil,
    Instant createdAt,
    @Nullable Instant syncedAt) {

  /** Whether plans of an operation that was due at this time are approved without review. */
  public boolean approves(Instant due) {
    return approvedUntil != null && due.isBefore(approvedUntil);
  }
}
