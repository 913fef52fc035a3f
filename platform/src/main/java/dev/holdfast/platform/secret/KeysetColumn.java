package dev.holdfast.platform.secret;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A column whose values a keyset encrypts: what has to be encrypted again when the keyset has a new
 * key. A value begins with the id of its key, as Tink writes it.
 *
 * @param table in which it is
 * @param row what names a row of it, uniquely
 * @param type of that, for PostgreSQL
 * @param column with the encrypted values, or null
 * @param associated what a value is bound to, by what names its row
 */
public record KeysetColumn(
    String table, String row, String type, String column, Function<String, byte[]> associated) {
  private static final Logger LOG = LoggerFactory.getLogger(KeysetColumn.class);
  private static final int MOST = 200;

  @SuppressWarnings("ArrayRecordComponent") // written at once, and never compared
  private record Value(String row, byte[] sealed) {}

  /** How many values each key has encrypted, by its id. */
  public Map<String, Long> byKey(Jdbi jdbi) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select ltrim(encode(substring(%2$s from 2 for 4), 'hex'), '0'), count(*)
                from %1$s where %2$s is not null and %3$s is not null group by 1
                """
                    .formatted(table, column, row))
            .reduceRows(
                new TreeMap<>(),
                (counts, view) -> {
                  counts.put(view.getColumn(1, String.class), view.getColumn(2, Long.class));
                  return counts;
                }));
  }

  /**
   * What became of some rows.
   *
   * @param unreadable values that no key of the keyset decrypts, which stay as they are
   * @param last the last row that was looked at; null if there are no more
   */
  public record Some(int renewed, int unreadable, @Nullable String last) {}

  /**
   * Encrypts values with the newest key that an older one has encrypted, some of those after a row.
   * Of several processes each takes others.
   *
   * @param after where to continue; null for the beginning
   */
  public Some renewSome(Jdbi jdbi, Keyset keyset, @Nullable String after) {
    return jdbi.inTransaction(handle -> {
      List<Value> old =
          handle
              .createQuery(
                  """
                  select cast(%3$s as text), %2$s from %1$s
                  where %2$s is not null and %3$s is not null
                    and (cast(:after as text) is null or %3$s > cast(:after as %4$s))
                    and ltrim(encode(substring(%2$s from 2 for 4), 'hex'), '0') <> :key
                  order by %3$s limit :most for update skip locked
                  """
                      .formatted(table, column, row, type))
              .bind("after", after)
              .bind("key", keyset.currentKeyId())
              .bind("most", MOST)
              .map((rs, _) -> new Value(rs.getString(1), rs.getBytes(2)))
              .list();
      int unreadable = 0;
      for (Value value : old) {
        byte[] renewed = renewed(value, keyset);
        if (renewed == null) {
          unreadable++;
          continue;
        }
        handle
            .createUpdate(
                "update %1$s set %2$s = :sealed where %3$s = cast(:row as %4$s)"
                    .formatted(table, column, row, type))
            .bind("sealed", renewed)
            .bind("row", value.row())
            .execute();
      }
      return new Some(
          old.size() - unreadable, unreadable, old.size() < MOST ? null : old.getLast().row());
    });
  }

  private byte @Nullable [] renewed(Value value, Keyset keyset) {
    byte[] bound = associated.apply(value.row());
    try {
      return keyset.encrypt(keyset.decrypt(value.sealed(), bound), bound);
    } catch (GeneralSecurityException e) {
      LOG.warn(
          "{} of '{}' in {} cannot be decrypted with the keys of this platform",
          column,
          value.row(),
          table);
      return null;
    }
  }
}
