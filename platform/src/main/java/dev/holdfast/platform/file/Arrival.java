package dev.holdfast.platform.file;

import dev.holdfast.platform.atrest.DataKey;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * A file that is arriving in the store; whole chunks of it survive whatever dies, and the part of a
 * chunk behind them a line that breaks. For one thread.
 *
 * <p>Whoever begins to write takes it over: what another still writes is refused from then on.
 */
public final class Arrival {
  /** Bytes of every chunk but the last. */
  static final int CHUNK = 1 << 20;

  private final Jdbi jdbi;
  private final DataKey key;
  private final String organisation;
  private final long id;
  private @Nullable ChunkOutput output;

  Arrival(Jdbi jdbi, DataKey key, String organisation, long id) {
    this.jdbi = jdbi;
    this.key = key;
    this.organisation = organisation;
    this.id = id;
  }

  /**
   * What an arrival came to.
   *
   * @param sha256 of everything, in hexadecimal
   * @param version of its row as long as this is true
   */
  record Whole(String sha256, String version) {}

  String organisation() {
    return organisation;
  }

  long id() {
    return id;
  }

  /** How many bytes are there, behind which more can come. */
  public long there() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select size from files where id = :id")
            .bind("id", id)
            .mapTo(Long.class)
            .one());
  }

  /** The SHA-256 of what is there, in hexadecimal. */
  public String sha256OfThere() {
    return HexFormat.of().formatHex(digest(there()).digest());
  }

  /** What was written here, hashed on its way; or, where nothing was, what is stored. */
  Whole whole() {
    ChunkOutput written = output;
    String version = written == null ? null : written.versionOfWhole();
    if (written != null && version != null) {
      return new Whole(HexFormat.of().formatHex(written.digest().digest()), version);
    }
    record Row(long size, String version) {}
    Row row =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select size, cast(xmin as text) from files where id = :id")
                .bind("id", id)
                .map((rs, _) -> new Row(rs.getLong(1), rs.getString(2)))
                .one());
    return new Whole(HexFormat.of().formatHex(digest(row.size()).digest()), row.version());
  }

  /**
   * Takes bytes from an offset on; what was there behind it goes. A part of a chunk is stored only
   * when it is closed.
   *
   * @param offset {@link #there}, or a multiple of a chunk before it
   */
  public OutputStream from(long offset) {
    long there = there();
    if (offset != there && (offset % CHUNK != 0 || offset > there)) {
      throw new IllegalArgumentException(
          "offset: " + offset + " is not where the upload can continue");
    }
    int chunk = Math.toIntExact(offset / CHUNK);
    long whole = (long) chunk * CHUNK;
    byte[] part = part(whole, offset);
    String version =
        jdbi.inTransaction(handle -> {
          // First: from here on another's chunks are refused.
          String mine = move(handle, id, null, offset);
          int behind = part.length == 0 ? chunk : chunk + 1;
          handle.execute("delete from file_chunks where file = ? and chunk >= ?", id, behind);
          return mine;
        });
    ChunkOutput fresh = new ChunkOutput(jdbi, key, id, version, chunk, part, digest(whole));
    output = fresh;
    return fresh;
  }

  private byte[] part(long from, long to) {
    try (InputStream stored = new ChunkInput(jdbi, key, id, from, to)) {
      return stored.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private MessageDigest digest(long length) {
    return FileStore.digest(new ChunkInput(jdbi, key, id, 0, length));
  }

  /**
   * Sets how many bytes have arrived, and tells the row's next version.
   *
   * @param version that the row must have; null for any
   */
  static String move(Handle handle, long id, @Nullable String version, long size) {
    return handle
        .createQuery(
            """
            update files set size = :size, expires_at = now() + %s
            where id = :id and sha256 is null
              and (cast(:version as text) is null or cast(xmin as text) = :version)
            returning cast(xmin as text)
            """
                .formatted(FileStore.LIFE))
        .bind("size", size)
        .bind("id", id)
        .bind("version", version)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(() ->
            new IllegalStateException(
                "the file is whole already, has expired, or is brought by another delivery now"));
  }
}
