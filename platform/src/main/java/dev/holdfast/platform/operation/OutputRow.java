package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.DataKey;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A chunk of output before it is decrypted. */
@SuppressWarnings("ArrayRecordComponent")
record OutputRow(
    String server,
    String step,
    int generation,
    String stream,
    long offset,
    Instant at,
    byte @Nullable [] bytes,
    byte @Nullable [] sealed) {

  static OutputRow read(ResultSet rs) throws SQLException {
    return new OutputRow(
        rs.getString("server"),
        rs.getString("step"),
        rs.getInt("generation"),
        rs.getString("stream"),
        rs.getLong("byte_offset"),
        rs.getObject("at", OffsetDateTime.class).toInstant(),
        rs.getBytes("bytes"),
        rs.getBytes("bytes_sealed"));
  }

  /** Null where it is erased. */
  byte @Nullable [] plain(@Nullable DataKey key) {
    if (bytes != null || sealed == null) {
      return bytes;
    }
    return key == null
        ? null
        : OperationContent.OUTPUT.open(key, sealed, server, step, generation, stream, offset);
  }

  Optional<OperationLogs.Chunk> chunk(@Nullable DataKey key) {
    byte[] plain = plain(key);
    return plain == null
        ? Optional.empty()
        : Optional.of(
            new OperationLogs.Chunk(
                server,
                step,
                generation,
                stream,
                offset,
                plain.length,
                new String(plain, StandardCharsets.UTF_8),
                at));
  }

  String cursorAfter() {
    return PageCursor.of(
            at.toString(), server, step, String.valueOf(generation), stream, String.valueOf(offset))
        .word();
  }
}
