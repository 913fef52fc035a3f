package dev.holdfast.platform.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records of an organisation to read; null matches everything.
 *
 * @param since the earliest start
 * @param internal Holdfast's own commands, or what people asked for
 */
public record AuditFilter(
    String organisation,
    @Nullable String server,
    @Nullable String operation,
    @Nullable String initiator,
    @Nullable Instant since,
    @Nullable Boolean internal) {

  /** Of what people asked for and of Holdfast's own commands. */
  public AuditFilter(
      String organisation,
      @Nullable String server,
      @Nullable String operation,
      @Nullable String initiator,
      @Nullable Instant since) {
    this(organisation, server, operation, initiator, since, null);
  }
}
