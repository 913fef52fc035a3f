package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.failure.FailureData;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is encrypted of operations: what they were given, planned, changed and printed. */
public final class OperationContent {
  /** What is read in place of a text whose operation was erased. */
  public static final String ERASED = "(erased)";

  public static final SealedColumn INPUT = ofRow("input", SealedColumn.Type.JSON);
  public static final SealedColumn ASKED = ofRow("summary", SealedColumn.Type.TEXT);
  public static final SealedColumn ERROR = ofRow("error", SealedColumn.Type.TEXT);
  public static final SealedColumn OUTCOME =
      SealedColumn.ofOperation("operation_servers", "outcome", SealedColumn.Type.JSON, "server");
  public static final SealedColumn SERVER_ERROR =
      SealedColumn.ofOperation("operation_servers", "error", SealedColumn.Type.TEXT, "server");

  /** Never stored in clear, and so none of {@link #ALL}. */
  public static final SealedColumn SERVER_INPUT =
      SealedColumn.ofOperation("operation_servers", "input", SealedColumn.Type.JSON, "server");

  /** Never stored in clear, and so none of {@link #ALL}, as those of servers and steps. */
  public static final SealedColumn FAILURE = ofRow("failure", SealedColumn.Type.JSON);

  public static final SealedColumn SERVER_FAILURE =
      SealedColumn.ofOperation("operation_servers", "failure", SealedColumn.Type.JSON, "server");
  public static final SealedColumn STEP_FAILURE =
      SealedColumn.ofOperation(
          "operation_steps", "failure", SealedColumn.Type.JSON, "server", "step", "generation");

  public static final SealedColumn SUMMARY =
      SealedColumn.ofOperation(
          "operation_steps", "summary", SealedColumn.Type.TEXT, "server", "step", "generation");
  public static final SealedColumn STEP_ERROR =
      SealedColumn.ofOperation(
          "operation_steps", "error", SealedColumn.Type.TEXT, "server", "step", "generation");
  public static final SealedColumn OUTPUT =
      SealedColumn.ofOperation(
          "operation_logs",
          "bytes",
          SealedColumn.Type.BYTES,
          "server",
          "step",
          "generation",
          "stream",
          "byte_offset");
  public static final SealedColumn PLAN =
      SealedColumn.ofOperation("plans", "body", SealedColumn.Type.JSON, "server", "hash");
  public static final SealedColumn CHANGE =
      SealedColumn.ofOperation("changes", "body", SealedColumn.Type.JSON, "server", "change_id");
  public static final SealedColumn RESOURCE =
      SealedColumn.ofOperation(
          "changes", "resource", SealedColumn.Type.TEXT, "server", "change_id");
  public static final SealedColumn REASON =
      SealedColumn.ofOperation(
          "approvals", "reason", SealedColumn.Type.TEXT, "server", "plan_hash");

  /** Every one of which there are values in clear, of an earlier version. */
  public static final List<SealedColumn> ALL =
      List.of(
          INPUT,
          ASKED,
          ERROR,
          OUTCOME,
          SERVER_ERROR,
          SUMMARY,
          STEP_ERROR,
          OUTPUT,
          PLAN,
          CHANGE,
          RESOURCE,
          REASON);

  private OperationContent() {}

  /** Encrypts a failure for its row; null stays null. */
  static byte @Nullable [] seal(
      SealedColumn column, DataKey key, @Nullable FailureData failure, Object... row) {
    return failure == null ? null : column.seal(key, JsonPayloads.write(failure), row);
  }

  /**
   * Decrypts the failure of a row; null where the row's error is another one, which a version that
   * knows no failures has written since.
   *
   * @param key of the operation; null if it is erased, and with it the failure
   * @param error of the same row
   */
  static @Nullable FailureData failure(
      SealedColumn column,
      @Nullable DataKey key,
      @Nullable String error,
      byte @Nullable [] sealed,
      Object... row) {
    String json = column.read(key, null, sealed, null, row);
    if (json == null) {
      return null;
    }
    FailureData failure = JsonPayloads.read(json, new TypeReference<FailureData>() {});
    return failure.says(error) ? failure : null;
  }

  private static SealedColumn ofRow(String column, SealedColumn.Type type) {
    return new SealedColumn(KeyOwner.Kind.OPERATION, "operations", "id", column, type, List.of());
  }
}
