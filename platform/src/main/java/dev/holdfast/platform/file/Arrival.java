package dev.holdfast.platform.file;

import java.io.OutputStream;
import org.jdbi.v3.core.Jdbi;

/** A file that is arriving in the store; whole chunks of it survive whatever dies. */
public final class Arrival {
  /** Bytes of every chunk but the last. */
  static final int CHUNK = 1 << 20;

  private final Jdbi jdbi;
  private final String name;
  private volatile long id;

  Arrival(Jdbi jdbi, String name, long id) {
    this.jdbi = jdbi;
    this.name = name;
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
            .findOne()
            .orElseThrow(Arrival::takenOver));
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
                .findOne()
                .orElseThrow(Arrival::takenOver));
    return FileStore.sha256(new ChunkInput(jdbi, id, 0, size));
  }

  /**
   * Takes bytes from an offset on; what was there behind it goes. A part of a chunk is stored only
   * when it is closed. Whoever took bytes of it before, and is slow, can store no more.
   *
   * @param offset a multiple of a chunk, at most {@link #there}
   */
  public OutputStream from(long offset) {
    if (offset % CHUNK != 0 || offset > there()) {
      throw new IllegalArgumentException("offset: " + offset + " is not where one can go on");
    }
    int chunk = Math.toIntExact(offset / CHUNK);
    long before = id;
    id =
        jdbi.inTransaction(handle -> {
          // One that is whole belongs to whoever asks for it by its hash.
          handle.execute(
              "update files set arrival = arrival || ' ' || id where id = ? and sha256 is null",
              before);
          long next =
              handle
                  .createQuery(
                      """
                      insert into files (arrival, size, expires_at)
                      select :name, :offset, expires_at from files
                      where id = :before and sha256 is null
                      returning id
                      """)
                  .bind("name", name)
                  .bind("offset", offset)
                  .bind("before", before)
                  .mapTo(Long.class)
                  .findOne()
                  .orElseThrow(Arrival::takenOver);
          handle.execute(
              "update file_chunks set file = ? where file = ? and chunk < ?", next, before, chunk);
          handle.execute("delete from files where id = ?", before);
          return next;
        });
    return new ChunkOutput(jdbi, id, chunk);
  }

  private static IllegalStateException takenOver() {
    return new IllegalStateException(
        "the file is brought by another delivery now, or has expired; try again");
  }
}
