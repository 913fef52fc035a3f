package dev.holdfast.platform.atrest;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column whose values are encrypted. Each is bound to its row, so that it cannot be read in
 * another one. A value is in {@code column} (clear, of an earlier version) or in {@code
 * column_sealed}.
 *
 * @param kind of the owners
 * @param owner an SQL expression of the row's owner
 * @param identity the columns that name a row among its owner's
 */
public record SealedColumn(
    KeyOwner.Kind kind,
    String table,
    String owner,
    String column,
    Type type,
    List<String> identity) {

  /** What a clear value is. */
  public enum Type {
    TEXT,
    JSON,
    BYTES
  }

  public SealedColumn {
    identity = List.copyOf(identity);
  }

  /** A column of what operations have. */
  public static SealedColumn ofOperation(
      String table, String column, Type type, String... identity) {
    return new SealedColumn(
        KeyOwner.Kind.OPERATION, table, "operation", column, type, List.of(identity));
  }

  /** Where encrypted values are. */
  public String sealed() {
    return column + "_sealed";
  }

  /** Encrypts a value for the row with these values of {@link #identity}. */
  public byte[] seal(DataKey key, byte[] value, Object... row) {
    return key.seal(value, place(row));
  }

  /** Encrypts a text for the row with these values of {@link #identity}; null stays null. */
  public byte @Nullable [] seal(DataKey key, @Nullable String value, Object... row) {
    return value == null ? null : seal(key, value.getBytes(StandardCharsets.UTF_8), row);
  }

  /**
   * Decrypts the value of a row.
   *
   * @throws IllegalStateException if it is not of this row, or was tampered with
   */
  public byte[] open(DataKey key, byte[] sealed, Object... row) {
    try {
      return key.open(sealed, place(row));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "%s of %s in %s cannot be decrypted: it was changed in the database, or is of another row"
              .formatted(column, List.of(row), table),
          e);
    }
  }

  /**
   * The text of a row; null if there is none. A clear one is the newer: what encrypts deletes it.
   *
   * @param key of its owner; null if that is erased
   * @param erased what to read where the key is erased
   */
  public @Nullable String read(
      @Nullable DataKey key,
      @Nullable String clear,
      byte @Nullable [] sealed,
      @Nullable String erased,
      Object... row) {
    if (clear != null || sealed == null) {
      return clear;
    }
    return key == null ? erased : new String(open(key, sealed, row), StandardCharsets.UTF_8);
  }

  /** The name of a value's place; no two places have the same. */
  private byte[] place(Object... row) {
    if (row.length != identity.size()) {
      throw new IllegalArgumentException(table + ": a row is named by " + identity);
    }
    byte[][] parts = new byte[2 + row.length][];
    parts[0] = table.getBytes(StandardCharsets.UTF_8);
    parts[1] = column.getBytes(StandardCharsets.UTF_8);
    int length = 0;
    for (int i = 0; i < row.length; i++) {
      parts[2 + i] = String.valueOf(row[i]).getBytes(StandardCharsets.UTF_8);
    }
    for (byte[] part : parts) {
      length += Integer.BYTES + part.length;
    }
    ByteBuffer place = ByteBuffer.allocate(length);
    for (byte[] part : parts) {
      place.putInt(part.length).put(part);
    }
    return place.array();
  }
}
