package dev.holdfast.platform.file;

import java.io.OutputStream;
import org.jdbi.v3.core.Jdbi;

/** A file that is arriving in the store; whole chunks of it survive whatever dies. */
public final class Arrival {
  /** Bytes of every chunk but the last. */
  static final int CHUNK = 1 << 20;

  private final Jdbi jdbi;
  private final long id;

  Arrival(Jdbi jdbi, long id) {
    this.jdbi = jdbi;
    this.id = id;
  }

  long id() {
    return id;
  }

  /** How many bytes are there in whole chunks, from which it can be gone on. */
  public long there() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select size / :chunk * :chunk from files where id = :id")
            .bind("chunk", CHUNK)
            .bind("id", id)
            .mapTo(Long.class)
            .one());
  }

  /** The SHA-256 of what is in whole chunks, in hexadecimal. */
  public String sha256OfThere() {
    return FileStore.sha256(new ChunkInput(jdbi, id, 0, there()));
  }

  /** The SHA-256 of everything, in hexadecimal. */
  String sha256() {
    long size =
        jdbi.withHandle(handle ->
            handle
                .createQuery("select size from files where id = :id")
                .bind("id", id)
                .mapTo(Long.class)
                .one());
    return FileStore.sha256(new ChunkInput(jdbi, id, 0, size));
  }

  /**
   * Takes bytes from an offset on; what was there behind it goes. A part of a chunk is stored only
   * when it is closed.
   *
   * @param offset a multiple of a chunk, at most {@link #there}
   */
  public OutputStream from(long offset) {
    if (offset % CHUNK != 0 || offset > there()) {
      throw new IllegalArgumentException("offset: " + offset + " is not where one can go on");
    }
    int chunk = Math.toIntExact(offset / CHUNK);
    jdbi.useTransaction(handle -> {
      handle.execute("delete from file_chunks where file = ? and chunk >= ?", id, chunk);
      handle.execute("update files set size = ? where id = ?", offset, id);
    });
    return new ChunkOutput(jdbi, id, chunk);
  }
}
