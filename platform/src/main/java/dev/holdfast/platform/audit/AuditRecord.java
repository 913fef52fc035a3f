package dev.holdfast.platform.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** A command in the audit as people read it; the fields are those of {@link AuditedCommand}. */
public record AuditRecord(
    long id,
    Instant at,
    String organisation,
    String initiator,
    @Nullable String operation,
    @Nullable String step,
    @Nullable Integer generation,
    String server,
    String loginUser,
    boolean sudo,
    AuditedCommand.Kind kind,
    boolean internal,
    String command,
    AuditedCommand.Outcome outcome,
    @Nullable Integer exitCode,
    @Nullable String error,
    @Nullable Long durationMillis,
    @Nullable Long bytesOut,
    @Nullable Long bytesErr) {}
