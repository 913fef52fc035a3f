package dev.holdfast.platform.file;

import dev.holdfast.platform.atrest.DataKey;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Writes a file that is arriving: a chunk is stored while the next one is gathered. Thread-safe:
 * whoever gives up a transfer closes it while the one who moves the bytes may still write, which is
 * refused then.
 */
final class ChunkOutput extends OutputStream {
  private static final int NONE = -1;
  private static final Executor BESIDE = task -> Thread.ofVirtual().name("file-store").start(task);

  private final Jdbi jdbi;
  private final DataKey key;
  private final long file;
  private final MessageDigest digest;

  /** The chunk of which a part is stored, that more takes the place of. */
  private final int partial;

  private CompletableFuture<Void> storing = CompletableFuture.completedFuture(null);
  private volatile String version;
  private byte[] buffer = new byte[Arrival.CHUNK];
  private byte[] spare = new byte[Arrival.CHUNK];
  private int filled;
  private int chunk;
  private @Nullable IOException failure;
  private boolean closed;

  /**
   * @param key encrypts the file's chunks
   * @param version of the row of the file, by which it is noticed that somebody else writes to it
   * @param chunk the first that is to be stored
   * @param part what is stored of it already
   * @param digest of everything before that chunk
   */
  ChunkOutput(
      Jdbi jdbi,
      DataKey key,
      long file,
      String version,
      int chunk,
      byte[] part,
      MessageDigest digest) {
    this.jdbi = jdbi;
    this.key = key;
    this.file = file;
    this.version = version;
    this.chunk = chunk;
    this.partial = part.length == 0 ? NONE : chunk;
    System.arraycopy(part, 0, buffer, 0, part.length);
    this.filled = part.length;
    this.digest = digest;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (closed) {
      // Behind a part of a chunk nothing may come.
      throw new IOException("the transfer was given up");
    }
    int taken = 0;
    while (taken < length) {
      int n = Math.min(length - taken, buffer.length - filled);
      System.arraycopy(bytes, offset + taken, buffer, filled, n);
      filled += n;
      taken += n;
      if (filled == buffer.length) {
        store();
      }
    }
  }

  /** Returns when all whole chunks are stored. */
  @Override
  public synchronized void flush() throws IOException {
    await();
  }

  /** Begins to store what is gathered; waits for what came before. */
  private void store() throws IOException {
    await();
    if (filled == 0) {
      return;
    }
    byte[] bytes = buffer;
    int length = filled;
    int number = chunk;
    digest.update(bytes, 0, length);
    storing = CompletableFuture.runAsync(() -> store(bytes, length, number), BESIDE);
    buffer = spare;
    spare = bytes;
    filled = 0;
    chunk++;
  }

  private void store(byte[] bytes, int length, int number) {
    byte[] plain = length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    byte[] sealed = FileContent.CHUNK.seal(key, plain, number);
    version =
        jdbi.inTransaction(handle -> {
          // Whoever completes the file waits for the disk, and so for all that was stored before.
          handle.execute("set local synchronous_commit = off");
          String next = Arrival.move(handle, file, version, (long) number * Arrival.CHUNK + length);
          if (number == partial) {
            handle.execute("delete from file_chunks where file = ? and chunk = ?", file, number);
          }
          try (ChunkCopy copy = new ChunkCopy(handle.getConnection(), file)) {
            copy.add(number, sealed);
            copy.complete();
          } catch (SQLException e) {
            throw new IllegalStateException("the file cannot be stored: " + e.getMessage(), e);
          }
          return next;
        });
  }

  private void await() throws IOException {
    IOException earlier = failure;
    if (earlier != null) {
      throw new IOException(earlier.getMessage(), earlier);
    }
    try {
      storing.get();
    } catch (ExecutionException e) {
      Throwable why = Objects.requireNonNullElse(e.getCause(), e);
      IOException told = new IOException(String.valueOf(why.getMessage()), why);
      failure = told;
      throw told;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while the file was stored");
    }
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      store();
      await();
    }
  }

  /** The version of the row once everything is stored; null where it is not. */
  synchronized @Nullable String versionOfWhole() {
    return closed && failure == null && storing.isDone() ? version : null;
  }

  /** Of everything, once it is closed. */
  synchronized MessageDigest digest() {
    return digest;
  }
}
