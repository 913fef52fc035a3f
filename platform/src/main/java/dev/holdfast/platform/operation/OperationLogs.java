package dev.holdfast.platform.operation;

import dev.holdfast.schemas.step.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The output of commands, in chunks by byte offset; of two at one offset the longer stays. */
public final class OperationLogs {
  private final Jdbi jdbi;

  public OperationLogs(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A piece of output.
   *
   * @param offset in bytes, within the stream of this step and generation
   * @param length in bytes
   */
  public record Chunk(
      String server,
      String step,
      int generation,
      String stream,
      long offset,
      int length,
      String text,
      Instant at) {}

  /**
   * Stores a piece of output; chunks are best cut between characters, because each is shown as text
   * by itself.
   *
   * @param stream {@code stdout} or {@code stderr}
   * @param offset in bytes, within the stream of this step and generation
   */
  public void append(Step step, String stream, long offset, byte[] bytes) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into operation_logs
                  (operation, server, step, generation, stream, byte_offset, bytes)
                values (:operation, :server, :step, :generation, :stream, :offset, :bytes)
                on conflict (operation, server, step, generation, stream, byte_offset)
                  do update set bytes = excluded.bytes
                  where length(excluded.bytes) > length(operation_logs.bytes)
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("step", step.key())
            .bind("generation", step.generation())
            .bind("stream", stream)
            .bind("offset", offset)
            .bind("bytes", bytes)
            .execute());
  }

  /** The bytes of a stream that are stored without a gap from its beginning. */
  public long stored(Step step, String stream) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                with chunks as (
                  select byte_offset as begins, byte_offset + length(bytes) as ends,
                    coalesce(max(byte_offset + length(bytes)) over (
                      order by byte_offset rows between unbounded preceding and 1 preceding), 0)
                      as before
                  from operation_logs
                  where operation = :operation and server = :server and step = :step
                    and generation = :generation and stream = :stream)
                select coalesce(max(ends), 0) from chunks
                where begins < coalesce(
                  (select min(begins) from chunks where begins > before), 9223372036854775807)
                """)
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("step", step.key())
            .bind("generation", step.generation())
            .bind("stream", stream)
            .mapTo(Long.class)
            .one());
  }

  /**
   * Output in the order in which it was stored. {@code next} is always there once anything was
   * read: asking again with it continues where this page ends, so that output can be followed.
   *
   * @throws IllegalArgumentException if {@code after} is no cursor
   */
  public Page<Chunk> read(
      String operation, @Nullable String server, @Nullable String after, int limit) {
    Cursor cursor = Cursor.parse(after, 6);
    List<Chunk> chunks =
        jdbi.withHandle(handle ->
            handle
                // Chunks younger than the oldest transaction still writing are held back: one
                // committed late would otherwise come before a cursor already given out.
                .createQuery(
                    """
                    select * from operation_logs where operation = :operation
                      and (cast(:server as text) is null or server = :server)
                      and at < coalesce(
                        (select min(xact_start) from pg_stat_activity
                         where datname = current_database() and backend_xid is not null
                           and pid <> pg_backend_pid()),
                        'infinity')
                      and (cast(:at as text) is null
                        or (at, server, step, generation, stream, byte_offset) >
                          (cast(:at as timestamptz), :lastServer, :step,
                           cast(:generation as int), :stream, cast(:offset as bigint)))
                    order by at, server, step, generation, stream, byte_offset limit :limit
                    """)
                .bind("operation", operation)
                .bind("server", server)
                .bind("at", field(cursor, 0))
                .bind("lastServer", field(cursor, 1))
                .bind("step", field(cursor, 2))
                .bind("generation", field(cursor, 3))
                .bind("stream", field(cursor, 4))
                .bind("offset", field(cursor, 5))
                .bind("limit", limit)
                .map((rs, context) -> read(rs))
                .list());
    return new Page<>(chunks, chunks.isEmpty() ? after : cursorAfter(chunks.getLast()));
  }

  /**
   * Copies what a server said in a step, byte for byte as far as it is stored without a gap; of a
   * step that was run several times, the last.
   *
   * @return how many bytes
   */
  public long copy(String operation, String server, String step, String stream, OutputStream out)
      throws IOException {
    // Once: a retry may begin while it is copied.
    int generation = lastGeneration(operation, server, step);
    long next = 0;
    while (true) {
      List<Bytes> chunks = bytes(operation, server, step, generation, stream, next);
      for (Bytes chunk : chunks) {
        if (chunk.offset() > next) {
          return next;
        }
        int known = Math.toIntExact(next - chunk.offset());
        if (known < chunk.bytes().length) {
          out.write(chunk.bytes(), known, chunk.bytes().length - known);
          next = chunk.offset() + chunk.bytes().length;
        }
      }
      if (chunks.isEmpty()) {
        return next;
      }
    }
  }

  @SuppressWarnings("ArrayRecordComponent")
  private record Bytes(long offset, byte[] bytes) {}

  /** Whether a server said anything in a step. */
  public boolean has(String operation, String server, String step) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (select from operation_logs
                  where operation = :operation and server = :server and step = :step)
                """)
            .bind("operation", operation)
            .bind("server", server)
            .bind("step", step)
            .mapTo(Boolean.class)
            .one());
  }

  /**
   * Also of a last try that said nothing: where commands were run several times, the outcome tells
   * the last generation of its step {@code run}, or of each of {@code results}.
   */
  private int lastGeneration(String operation, String server, String step) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select coalesce(greatest(
                  (select max(generation) from operation_logs
                   where operation = :operation and server = :server and step = :step),
                  (select max(generation) from operation_steps
                   where operation = :operation and server = :server and step = :step),
                  (select cast(outcome ->> 'generation' as int) from operation_servers
                   where operation = :operation and server = :server and :step = 'run'),
                  (select max(cast(result ->> 'generation' as int)) from operation_servers,
                     jsonb_array_elements(outcome -> 'results') as result
                   where operation = :operation and server = :server
                     and result ->> 'step' = :step)), 1)
                """)
            .bind("operation", operation)
            .bind("server", server)
            .bind("step", step)
            .mapTo(Integer.class)
            .one());
  }

  /** The next chunks that hold something beyond this offset. */
  private List<Bytes> bytes(
      String operation, String server, String step, int generation, String stream, long from) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select byte_offset, bytes from operation_logs
                where operation = :operation and server = :server and step = :step
                  and stream = :stream and generation = :generation
                  and byte_offset >= (
                    select coalesce(max(o.byte_offset), :from) from operation_logs o
                    where o.operation = :operation and o.server = :server and o.step = :step
                      and o.stream = :stream and o.generation = :generation
                      and o.byte_offset <= :from)
                  and byte_offset + length(bytes) > :from
                order by byte_offset limit 32
                """)
            .bind("operation", operation)
            .bind("server", server)
            .bind("step", step)
            .bind("generation", generation)
            .bind("stream", stream)
            .bind("from", from)
            .map((rs, context) -> new Bytes(rs.getLong("byte_offset"), rs.getBytes("bytes")))
            .list());
  }

  private static String cursorAfter(Chunk last) {
    return Cursor.of(
            last.at().toString(),
            last.server(),
            last.step(),
            String.valueOf(last.generation()),
            last.stream(),
            String.valueOf(last.offset()))
        .word();
  }

  private static @Nullable String field(@Nullable Cursor cursor, int index) {
    return cursor == null ? null : cursor.fields().get(index);
  }

  private static Chunk read(ResultSet rs) throws SQLException {
    byte[] bytes = rs.getBytes("bytes");
    return new Chunk(
        rs.getString("server"),
        rs.getString("step"),
        rs.getInt("generation"),
        rs.getString("stream"),
        rs.getLong("byte_offset"),
        bytes.length,
        new String(bytes, StandardCharsets.UTF_8),
        rs.getObject("at", OffsetDateTime.class).toInstant());
  }
}
