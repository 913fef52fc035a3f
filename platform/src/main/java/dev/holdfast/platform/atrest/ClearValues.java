package dev.holdfast.platform.atrest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the values that an earlier version has stored in clear, some at a time. Whatever dies
 * meanwhile, each value is in exactly one of its columns. Of several processes one does it at a
 * time. Thread-safe.
 */
public final class ClearValues {
  private static final int ROWS = 200;

  /** Of files, whose chunks are large. */
  private static final int CHUNKS = 8;

  /** The advisory lock of whoever encrypts. */
  private static final long LOCK = 0x686f6c64_656e63L;

  private final Jdbi jdbi;
  private final DataKeys keys;

  public ClearValues(Jdbi jdbi, DataKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
  }

  /** Is told of each value in the transaction that encrypts it. */
  @FunctionalInterface
  public interface Listener {
    void encrypting(Handle handle, String owner, byte[] value);
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(String owner, byte[] value, String at, Object[] identity) {}

  /** Encrypts some values of a column; returns how many, 0 if none is left. */
  public int encryptSome(SealedColumn column) {
    return encryptSome(column, (handle, owner, value) -> {});
  }

  /** Encrypts some values of a column; returns how many, 0 if none is left. */
  public int encryptSome(SealedColumn column, Listener listener) {
    // Keys first: whoever adds one waits for no row that is locked here.
    Map<String, @Nullable DataKey> known = new HashMap<>();
    for (String owner : owners(column)) {
      try {
        known.put(owner, keys.of(new KeyOwner(column.kind(), owner)));
      } catch (ErasedException e) {
        known.put(owner, null);
      }
    }
    if (known.isEmpty()) {
      return 0;
    }
    return jdbi.inTransaction(handle -> {
      lock(handle);
      return encryptSome(handle, column, known, listener);
    });
  }

  /** Waits until nobody else encrypts, until the end of this transaction. */
  public static void lock(Handle handle) {
    handle
        .createQuery("select true from pg_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  private List<String> owners(SealedColumn column) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct owner from (
                  select cast(%s as text) as owner from %s where %s is not null
                  order by %s limit %d) as clear
                """
                    .formatted(
                        column.owner(),
                        column.table(),
                        column.column(),
                        order(column),
                        most(column)))
            .mapTo(String.class)
            .list());
  }

  private static int encryptSome(
      Handle handle, SealedColumn column, Map<String, @Nullable DataKey> keys, Listener listener) {
    PreparedBatch update =
        handle.prepareBatch(
            "update %s set %s = :sealed, %s = null where ctid = cast(:at as tid)"
                .formatted(column.table(), column.sealed(), column.column()));
    int done = 0;
    for (Row row : rows(handle, column)) {
      // An owner that came between has its turn the next time.
      if (keys.containsKey(row.owner())) {
        DataKey key = keys.get(row.owner());
        listener.encrypting(handle, row.owner(), row.value());
        update
            .bind("sealed", key == null ? null : column.seal(key, row.value(), row.identity()))
            .bind("at", row.at())
            .add();
        done++;
      }
    }
    if (done > 0) {
      update.execute();
    }
    return done;
  }

  private static List<Row> rows(Handle handle, SealedColumn column) {
    String value =
        column.type() == SealedColumn.Type.BYTES
            ? column.column()
            : "convert_to(cast(%s as text), 'UTF8')".formatted(column.column());
    List<String> identity = new ArrayList<>();
    column.identity().forEach(name -> identity.add(", cast(%s as text)".formatted(name)));
    return handle
        .createQuery(
            """
            select cast(%s as text), %s, cast(ctid as text)%s from %s
            where %s is not null order by %s limit %d for update skip locked
            """
                .formatted(
                    column.owner(),
                    value,
                    String.join("", identity),
                    column.table(),
                    column.column(),
                    order(column),
                    most(column)))
        .map((rs, context) -> {
          Object[] row = new Object[identity.size()];
          for (int i = 0; i < row.length; i++) {
            row[i] = rs.getString(4 + i);
          }
          return new Row(rs.getString(1), rs.getBytes(2), rs.getString(3), row);
        })
        .list();
  }

  private static int most(SealedColumn column) {
    return column.kind() == KeyOwner.Kind.FILE ? CHUNKS : ROWS;
  }

  /**
   * In the order of the index of the clear values, so that it is used: without, PostgreSQL reads
   * the table from its beginning, past all that is encrypted already.
   */
  private static String order(SealedColumn column) {
    return column.kind() == KeyOwner.Kind.AUDIT ? "id" : column.owner();
  }
}
