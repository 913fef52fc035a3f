package dev.holdfast.platform.file;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * Stores encrypted chunks by PostgreSQL's COPY in its binary form, which costs half of what inserts
 * do.
 */
final class ChunkCopy implements AutoCloseable {
  private static final byte[] HEADER =
      "PGCOPY\n\u00ff\r\n\0\0\0\0\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] END = {-1, -1};
  private static final short FIELDS = 3;
  private static final int ROW =
      Short.BYTES + Integer.BYTES + Long.BYTES + Integer.BYTES + Integer.BYTES + Integer.BYTES;

  private final CopyIn copy;
  private final long file;

  ChunkCopy(Connection connection, long file) throws SQLException {
    this.file = file;
    this.copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn("copy file_chunks (file, chunk, bytes_sealed) from stdin (format binary)");
    write(HEADER, 0, HEADER.length);
  }

  void add(int chunk, byte[] sealed) throws SQLException {
    byte[] row =
        ByteBuffer.allocate(ROW)
            .putShort(FIELDS)
            .putInt(Long.BYTES)
            .putLong(file)
            .putInt(Integer.BYTES)
            .putInt(chunk)
            .putInt(sealed.length)
            .array();
    write(row, 0, row.length);
    write(sealed, 0, sealed.length);
  }

  void complete() throws SQLException {
    write(END, 0, END.length);
    copy.endCopy();
  }

  private void write(byte[] bytes, int offset, int length) throws SQLException {
    copy.writeToCopy(bytes, offset, length);
  }

  /** Gives up what was not completed. */
  @Override
  public void close() throws SQLException {
    if (copy.isActive()) {
      copy.cancelCopy();
    }
  }
}
