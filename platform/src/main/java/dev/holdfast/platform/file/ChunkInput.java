package dev.holdfast.platform.file;

import dev.holdfast.platform.atrest.DataKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Reads a file of the store, one chunk at a time, and the next one while that is used. */
final class ChunkInput extends InputStream {
  private static final Executor BESIDE = task -> Thread.ofVirtual().name("file-read").start(task);

  private final Jdbi jdbi;
  private final @Nullable DataKey key;
  private final long file;
  private final long size;
  private long at;
  private byte[] bytes = new byte[0];
  private int next;
  private @Nullable CompletableFuture<Optional<byte[]>> ahead;

  /**
   * @param key of the file; null where nothing of it was encrypted yet
   * @param size where it ends, in bytes
   */
  ChunkInput(Jdbi jdbi, @Nullable DataKey key, long file, long offset, long size) {
    this.jdbi = jdbi;
    this.key = key;
    this.file = file;
    this.at = offset;
    this.size = size;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (at >= size) {
      return -1;
    }
    if (next == bytes.length) {
      load();
    }
    int n = (int) Math.min(Math.min(length, bytes.length - next), size - at);
    System.arraycopy(bytes, next, into, offset, n);
    next += n;
    at += n;
    return n;
  }

  private void load() throws IOException {
    int chunk = Math.toIntExact(at / Arrival.CHUNK);
    bytes =
        chunk(chunk).orElseThrow(() -> new EOFException("the file has expired while it was read"));
    next = (int) (at % Arrival.CHUNK);
    if (next >= bytes.length) {
      throw new EOFException("chunk " + chunk + " of the file is too short");
    }
    boolean more = (chunk + 1L) * Arrival.CHUNK < size;
    ahead = more ? CompletableFuture.supplyAsync(() -> query(chunk + 1), BESIDE) : null;
  }

  /** The one ahead is always the next. */
  private Optional<byte[]> chunk(int chunk) throws IOException {
    CompletableFuture<Optional<byte[]>> begun = ahead;
    if (begun == null) {
      return query(chunk);
    }
    try {
      return begun.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException why ? why : new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the file was read");
    }
  }

  private Optional<byte[]> query(int chunk) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select bytes, bytes_sealed from file_chunks
                    where file = :file and chunk = :chunk
                    """)
                .bind("file", file)
                .bind("chunk", chunk)
                .map((rs, _) -> new Stored(rs.getBytes(1), rs.getBytes(2)))
                .findOne())
        .map(stored -> stored.plain(key, chunk));
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Stored(byte @Nullable [] bytes, byte @Nullable [] sealed) {
    byte[] plain(@Nullable DataKey key, int chunk) {
      if (bytes != null) {
        return bytes;
      }
      if (key == null || sealed == null) {
        throw new IllegalStateException("the key of the file is gone: bring the file again");
      }
      return FileContent.CHUNK.open(key, sealed, chunk);
    }
  }
}
