package dev.holdfast.e2e;

import dev.holdfast.platform.atrest.SealedColumn;
import dev.holdfast.platform.audit.AuditContent;
import dev.holdfast.platform.file.FileContent;
import dev.holdfast.platform.operation.OperationContent;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** Rows as a version had them that did not encrypt: the data directory that an upgrade meets. */
record EarlierRows(Connection database) {
  private static final List<SealedColumn> COLUMNS = columns();

  private static List<SealedColumn> columns() {
    List<SealedColumn> columns = new ArrayList<>(OperationContent.ALL);
    columns.addAll(AuditContent.ALL);
    columns.add(FileContent.CHUNK);
    return columns;
  }

  /**
   * Puts a text in clear into every value there is that is encrypted today.
   *
   * @return the columns of which there were values
   */
  List<String> write(String text) throws SQLException {
    List<String> written = new ArrayList<>();
    try (Statement statement = database.createStatement()) {
      // The audit's guard would refuse it.
      statement.execute("set session_replication_role = replica");
      for (SealedColumn column : COLUMNS) {
        String sql =
            "update %s set %s = cast(? as %s), %4$s = null where %4$s is not null"
                .formatted(
                    column.table(),
                    column.column(),
                    switch (column.type()) {
                      case TEXT -> "text";
                      case JSON -> "jsonb";
                      case BYTES -> "bytea";
                    },
                    column.sealed());
        try (PreparedStatement update = database.prepareStatement(sql)) {
          if (column.type() == SealedColumn.Type.BYTES) {
            update.setBytes(1, text.getBytes(StandardCharsets.UTF_8));
          } else {
            update.setString(
                1, column.type() == SealedColumn.Type.JSON ? "{\"x\":\"" + text + "\"}" : text);
          }
          if (update.executeUpdate() > 0) {
            written.add(column.table() + "." + column.column());
          }
        }
      }
      statement.execute("reset session_replication_role");
    }
    return written;
  }

  /** Whether no value is in clear. */
  boolean none() {
    long left = 0;
    try (Statement statement = database.createStatement()) {
      for (SealedColumn column : COLUMNS) {
        try (ResultSet rows =
            statement.executeQuery(
                "select count(*) from %s where %s is not null"
                    .formatted(column.table(), column.column()))) {
          rows.next();
          left += rows.getLong(1);
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
    return left == 0;
  }

  /**
   * As docs/encryption.md says, and then as much log as it takes until the old one is written over.
   */
  void rewrite() throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("analyze");
      statement.execute("vacuum full");
      int segments;
      try (ResultSet rows = statement.executeQuery("select count(*) from pg_ls_waldir()")) {
        rows.next();
        segments = rows.getInt(1);
      }
      for (int i = 0; i <= segments; i++) {
        statement.execute("checkpoint");
        statement.execute("select pg_switch_wal()");
      }
    }
  }
}
