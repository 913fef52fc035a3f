package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/**
 * An operation as PostgreSQL has it.
 *
 * @param input the operation's own input as JSON
 * @param runId of its workflow's first run; null until that is known to have started
 */
public record StoredOperation(
    String id,
    String type,
    OperationState state,
    Priority priority,
    boolean dryRun,
    String initiator,
    String selector,
    String input,
    OperationSettings settings,
    @Nullable String planHash,
    @Nullable String error,
    @Nullable String runId,
    String inputSha256,
    Instant createdAt,
    @Nullable Instant startedAt,
    @Nullable Instant endedAt) {

  static StoredOperation read(ResultSet rs) throws SQLException {
    return new StoredOperation(
        rs.getString("id"),
        rs.getString("type"),
        OperationState.of(rs.getString("state")),
        Priority.of(rs.getString("priority")),
        rs.getBoolean("dry_run"),
        rs.getString("initiator"),
        rs.getString("selector"),
        rs.getString("input"),
        JsonPayloads.read(rs.getString("settings"), new TypeReference<OperationSettings>() {}),
        rs.getString("plan_hash"),
        rs.getString("error"),
        rs.getString("run_id"),
        rs.getString("input_sha256"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(rs, "started_at"),
        instant(rs, "ended_at"));
  }

  static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
