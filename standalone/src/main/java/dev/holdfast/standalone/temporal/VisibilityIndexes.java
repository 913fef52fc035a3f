package dev.holdfast.standalone.temporal;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * The indexes of Temporal's table of workflows. Its schema makes one for each search attribute that
 * there could be, 74 in all, and each of the three writes of an operation goes into every one,
 * though nearly all of those columns are empty: they were two fifths of the database's time for an
 * operation. An index that leaves out what is empty answers the same searches for a value; the
 * lists that ask for an empty column go by the order of time, which has an index of its own.
 */
final class VisibilityIndexes {
  /** Those whose own column may be empty and that hold the empty ones, too. */
  private static final String FULL =
      """
      select c.relname, pg_get_indexdef(i.indexrelid), quote_ident(a.attname)
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[1]
      where i.indrelid = 'executions_visibility'::regclass
        and not i.indisunique and i.indpred is null
        and i.indkey[1] > 0 and not a.attnotnull
      order by c.relname
      """;

  private VisibilityIndexes() {}

  /**
   * Leaves what is empty out of every index that holds it; where none does, nothing is done.
   *
   * @param visibility as the owner of the table, and as the only one that uses it
   */
  static void leaveOutEmpty(Connection visibility) throws SQLException {
    visibility.setAutoCommit(false);
    try (Statement statement = visibility.createStatement()) {
      for (String change : changes(statement)) {
        statement.execute(change);
      }
      visibility.commit();
    }
  }

  private static List<String> changes(Statement statement) throws SQLException {
    List<String> changes = new ArrayList<>();
    try (ResultSet full = statement.executeQuery(FULL)) {
      while (full.next()) {
        changes.add("drop index " + full.getString(1));
        changes.add("%s where %s is not null".formatted(full.getString(2), full.getString(3)));
      }
    }
    return changes;
  }
}
