package dev.holdfast.platform.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A record of the audit as people read it; the fields are those of {@link AuditedCommand}.
 *
 * @param server empty for an action that is about none
 * @param client see {@link AuditedAction}; null for commands
 */
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
    @Nullable Long bytesErr,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String client) {}
