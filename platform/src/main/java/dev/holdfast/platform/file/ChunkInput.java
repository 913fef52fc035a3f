package dev.holdfast.platform.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import org.jdbi.v3.core.Jdbi;

/** Reads a file of the store, one chunk at a time. */
final class ChunkInput extends InputStream {
  private final Jdbi jdbi;
  private final long file;
  private final long size;
  private long at;
  private byte[] bytes = new byte[0];
  private int next;

  /**
   * @param size where it ends, in bytes
   */
  ChunkInput(Jdbi jdbi, long file, long offset, long size) {
    this.jdbi = jdbi;
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
        jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        "select bytes from file_chunks where file = :file and chunk = :chunk")
                    .bind("file", file)
                    .bind("chunk", chunk)
                    .mapTo(byte[].class)
                    .findOne())
            .orElseThrow(() -> new EOFException("the file has expired while it was read"));
    next = (int) (at % Arrival.CHUNK);
    if (next >= bytes.length) {
      throw new EOFException("chunk " + chunk + " of the file is too short");
    }
  }
}
