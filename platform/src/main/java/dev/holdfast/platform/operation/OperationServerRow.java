package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.ServerState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A row of operation_servers before its content is decrypted. */
@SuppressWarnings("ArrayRecordComponent")
record OperationServerRow(
    String operation,
    String name,
    int attempt,
    ServerState state,
    @Nullable String planHash,
    int changes,
    int unchanged,
    @Nullable String error,
    byte @Nullable [] errorSealed,
    byte @Nullable [] failureSealed,
    @Nullable String outcome,
    byte @Nullable [] outcomeSealed,
    @Nullable ParkedServer parked,
    @Nullable InputOrigin origin) {

  private static final TypeReference<Map<String, Object>> OUTCOME = new TypeReference<>() {};

  static OperationServerRow read(ResultSet rs) throws SQLException {
    return new OperationServerRow(
        rs.getString("operation"),
        rs.getString("server"),
        rs.getInt("attempt"),
        ServerState.of(rs.getString("state")),
        rs.getString("plan_hash"),
        rs.getInt("changes"),
        rs.getInt("unchanged"),
        rs.getString("error"),
        rs.getBytes("error_sealed"),
        rs.getBytes("failure_sealed"),
        rs.getString("outcome"),
        rs.getBytes("outcome_sealed"),
        parked(rs),
        origin(rs.getString("input_origin")));
  }

  private static @Nullable ParkedServer parked(ResultSet rs) throws SQLException {
    String why = rs.getString("parked_why");
    Instant since = OperationRow.instant(rs, "parked_since");
    return why == null
            || since == null
            || ServerState.of(rs.getString("state")) != ServerState.PARKED
        ? null
        : new ParkedServer(
            ParkedServer.Why.of(why), since, OperationRow.instant(rs, "parked_until"));
  }

  private static @Nullable InputOrigin origin(@Nullable String json) {
    return json == null ? null : JsonPayloads.read(json, new TypeReference<InputOrigin>() {});
  }

  /**
   * @param key of the operation; null if it is erased
   */
  OperationServer open(@Nullable DataKey key) {
    String json = OperationContent.OUTCOME.read(key, outcome, outcomeSealed, null, name);
    String words =
        OperationContent.SERVER_ERROR.read(key, error, errorSealed, OperationContent.ERASED, name);
    return new OperationServer(
        operation,
        name,
        attempt,
        state,
        planHash,
        changes,
        unchanged,
        words,
        OperationContent.failure(OperationContent.SERVER_FAILURE, key, words, failureSealed, name),
        json == null ? null : JsonPayloads.read(json, OUTCOME),
        parked,
        origin);
  }
}
