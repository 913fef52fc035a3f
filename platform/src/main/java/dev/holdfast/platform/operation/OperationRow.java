package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.Priority;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A row of operations before its content is decrypted. */
@SuppressWarnings("ArrayRecordComponent")
record OperationRow(
    StoredOperation clear,
    @Nullable String input,
    byte @Nullable [] inputSealed,
    byte @Nullable [] summarySealed,
    byte @Nullable [] errorSealed,
    byte @Nullable [] failureSealed) {
  private static final String NOTHING = "{}";

  static OperationRow read(ResultSet rs) throws SQLException {
    return new OperationRow(
        new StoredOperation(
            rs.getString("id"),
            rs.getString("organisation_id"),
            rs.getString("type"),
            OperationState.of(rs.getString("state")),
            Priority.of(rs.getString("priority")),
            rs.getBoolean("dry_run"),
            rs.getString("initiator"),
            rs.getString("selector"),
            NOTHING,
            JsonPayloads.read(rs.getString("settings"), new TypeReference<OperationSettings>() {}),
            rs.getString("plan_hash"),
            rs.getString("error"),
            null,
            rs.getString("run_id"),
            rs.getString("input_sha256"),
            pace(rs),
            rs.getObject("created_at", OffsetDateTime.class).toInstant(),
            instant(rs, "started_at"),
            instant(rs, "ended_at"),
            instant(rs, "waits_until"),
            window(rs),
            gates(rs),
            rs.getString("summary")),
        rs.getString("input"),
        rs.getBytes("input_sealed"),
        rs.getBytes("summary_sealed"),
        rs.getBytes("error_sealed"),
        rs.getBytes("failure_sealed"));
  }

  private static @Nullable Pace pace(ResultSet rs) throws SQLException {
    int concurrency = rs.getInt("concurrency");
    return rs.wasNull() ? null : new Pace(concurrency, rs.getInt("wave"), rs.getInt("waves"));
  }

  private static @Nullable OperationWindow window(ResultSet rs) throws SQLException {
    boolean open = rs.getBoolean("window_open");
    return rs.wasNull()
        ? null
        : new OperationWindow(rs.getString("window_hours"), open, instant(rs, "window_until"));
  }

  private static @Nullable OperationGates gates(ResultSet rs) throws SQLException {
    String json = rs.getString("gates");
    return json == null ? null : JsonPayloads.read(json, new TypeReference<OperationGates>() {});
  }

  static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  String id() {
    return clear.id();
  }

  /**
   * @param key of the operation; null if it is erased
   */
  StoredOperation open(@Nullable DataKey key) {
    String json = OperationContent.INPUT.read(key, input, inputSealed, NOTHING);
    return new StoredOperation(
        clear.id(),
        clear.organisation(),
        clear.type(),
        clear.state(),
        clear.priority(),
        clear.dryRun(),
        clear.initiator(),
        clear.selector(),
        Objects.requireNonNullElse(json, NOTHING),
        clear.settings(),
        clear.planHash(),
        error(key),
        OperationContent.failure(OperationContent.FAILURE, key, error(key), failureSealed),
        clear.runId(),
        clear.inputDigest(),
        clear.pace(),
        clear.createdAt(),
        clear.startedAt(),
        clear.endedAt(),
        clear.waitsUntil(),
        clear.window(),
        clear.gates(),
        OperationContent.ASKED.read(key, clear.summary(), summarySealed, OperationContent.ERASED));
  }

  @Nullable String error(@Nullable DataKey key) {
    return OperationContent.ERROR.read(key, clear.error(), errorSealed, OperationContent.ERASED);
  }
}
