package dev.holdfast.platform.audit;

import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import java.util.List;

/** What is encrypted of the audit, with a key for each month: it outlives operations. */
public final class AuditContent {
  static final SealedColumn COMMAND = column("command");
  static final SealedColumn ERROR = column("error");

  /** Every one of them. */
  public static final List<SealedColumn> ALL = List.of(COMMAND, ERROR);

  private AuditContent() {}

  private static SealedColumn column(String name) {
    return new SealedColumn(
        KeyOwner.Kind.AUDIT,
        "command_audit",
        "to_char(at at time zone 'UTC', 'YYYY-MM')",
        name,
        SealedColumn.Type.TEXT,
        List.of("id", "initiator", "server"));
  }
}
