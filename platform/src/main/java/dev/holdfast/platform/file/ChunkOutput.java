package dev.holdfast.platform.file;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import org.jdbi.v3.core.Jdbi;

/**
 * Writes a file that is arriving, chunk by chunk. Thread-safe: whoever gives up a transfer closes
 * it while the one who moves the bytes may still write, which is refused then.
 */
final class ChunkOutput extends OutputStream {
  private final Jdbi jdbi;
  private final long file;
  private final byte[] buffer = new byte[Arrival.CHUNK];
  private int chunk;
  private int filled;
  private boolean closed;

  ChunkOutput(Jdbi jdbi, long file, int chunk) {
    this.jdbi = jdbi;
    this.file = file;
    this.chunk = chunk;
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

  private void store() throws IOException {
    long size = (long) chunk * Arrival.CHUNK + filled;
    // Somebody who was slow must not write into a file that is whole.
    int stored =
        jdbi.inTransaction(handle -> {
          int arriving =
              handle.execute(
                  "update files set size = ? where id = ? and sha256 is null", size, file);
          return arriving == 0
              ? 0
              : handle.execute(
                  """
                  insert into file_chunks (file, chunk, bytes) values (?, ?, ?)
                  on conflict (file, chunk) do update set bytes = excluded.bytes
                  """,
                  file,
                  chunk,
                  Arrays.copyOf(buffer, filled));
        });
    if (stored == 0) {
      throw new IOException(
          "the file is whole already, has expired, or is brought by another delivery now");
    }
    chunk++;
    filled = 0;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      if (filled > 0) {
        store();
      }
    }
  }
}
