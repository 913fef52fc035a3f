package dev.holdfast.platform.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which records of an organisation to read; null matches everything.
 *
 * @param since the earliest start
 */
public record AuditFilter(
    String organisation,
    @Nullable String server,
    @Nullable String operation,
    @Nullable String initiator,
    @Nullable Instant since) {}
