package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import java.util.List;

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

  private static SealedColumn ofRow(String column, SealedColumn.Type type) {
    return new SealedColumn(KeyOwner.Kind.OPERATION, "operations", "id", column, type, List.of());
  }
}
