package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.schemas.step.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The output of commands, in chunks by byte offset; of two at one offset the longer stays. */
public final class OperationLogs {
  /** The length of a chunk in clear. */
  private static final String LENGTH =
      "coalesce(length(operation_logs.bytes), length(operation_logs.bytes_sealed) - %d)"
          .formatted(DataKey.OVERHEAD);

  private final Jdbi jdbi;
  private final DataKeys keys;
  private final Generations generations;

  public OperationLogs(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
    this.generations = new Generations(jdbi, keys);
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
    DataKey key = keys.of(KeyOwner.operation(step.operation()));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into operation_logs
                  (operation, server, step, generation, stream, byte_offset, bytes_sealed)
                values (:operation, :server, :step, :generation, :stream, :offset, :bytes)
                on conflict (operation, server, step, generation, stream, byte_offset)
                  do update set bytes = null, bytes_sealed = excluded.bytes_sealed
                  where length(excluded.bytes_sealed) - %d > %s
                """
                    .formatted(DataKey.OVERHEAD, LENGTH))
            .bind("operation", step.operation())
            .bind("server", step.server())
            .bind("step", step.key())
            .bind("generation", step.generation())
            .bind("stream", stream)
            .bind("offset", offset)
            .bind(
                "bytes",
                OperationContent.OUTPUT.seal(
                    key, bytes, step.server(), step.key(), step.generation(), stream, offset))
            .execute());
  }

  /** The bytes of a stream that are stored without a gap from its beginning. */
  public long stored(Step step, String stream) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                with chunks as (
                  select byte_offset as begins, byte_offset + %1$s as ends,
                    coalesce(max(byte_offset + %1$s) over (
                      order by byte_offset rows between unbounded preceding and 1 preceding), 0)
                      as before
                  from operation_logs
                  where operation = :operation and server = :server and step = :step
                    and generation = :generation and stream = :stream)
                select coalesce(max(ends), 0) from chunks
                where begins < coalesce(
                  (select min(begins) from chunks where begins > before), 9223372036854775807)
                """
                    .formatted(LENGTH))
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
   * @throws WrongCursorException if {@code after} is no cursor
   */
  public Page<Chunk> read(
      String operation, @Nullable String server, @Nullable String after, int limit) {
    PageCursor cursor = PageCursor.parse(after, 6);
    List<OutputRow> rows =
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
                .map((rs, context) -> OutputRow.read(rs))
                .list());
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    List<Chunk> chunks = rows.stream().flatMap(row -> row.chunk(key).stream()).toList();
    return new Page<>(chunks, rows.isEmpty() ? after : rows.getLast().cursorAfter());
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
    int generation = generations.last(operation, server, step);
    long next = 0;
    while (true) {
      List<OutputRow> chunks = bytes(operation, server, step, generation, stream, next);
      DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
      for (OutputRow chunk : chunks) {
        byte[] bytes = chunk.plain(key);
        if (bytes == null || chunk.offset() > next) {
          return next;
        }
        int known = Math.toIntExact(next - chunk.offset());
        if (known < bytes.length) {
          out.write(bytes, known, bytes.length - known);
          next = chunk.offset() + bytes.length;
        }
      }
      if (chunks.isEmpty()) {
        return next;
      }
    }
  }

  /** All that is stored of a stream of a step's generation, in order; nothing if it is erased. */
  public byte[] whole(Step step, String stream) {
    List<OutputRow> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from operation_logs
                    where operation = :operation and server = :server and step = :step
                      and generation = :generation and stream = :stream
                    order by byte_offset
                    """)
                .bind("operation", step.operation())
                .bind("server", step.server())
                .bind("step", step.key())
                .bind("generation", step.generation())
                .bind("stream", stream)
                .map((rs, context) -> OutputRow.read(rs))
                .list());
    DataKey key = keys.find(KeyOwner.operation(step.operation())).orElse(null);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    for (OutputRow row : rows) {
      byte[] bytes = row.plain(key);
      if (bytes != null) {
        whole.writeBytes(bytes);
      }
    }
    return whole.toByteArray();
  }

  /** The steps in which a server printed anything, by name. */
  public List<String> steps(String operation, String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct step from operation_logs
                where operation = :operation and server = :server order by step
                """)
            .bind("operation", operation)
            .bind("server", server)
            .mapTo(String.class)
            .list());
  }

  /** The next chunks that hold something beyond this offset. */
  private List<OutputRow> bytes(
      String operation, String server, String step, int generation, String stream, long from) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from operation_logs
                where operation = :operation and server = :server and step = :step
                  and stream = :stream and generation = :generation
                  and byte_offset >= (
                    select coalesce(max(o.byte_offset), :from) from operation_logs o
                    where o.operation = :operation and o.server = :server and o.step = :step
                      and o.stream = :stream and o.generation = :generation
                      and o.byte_offset <= :from)
                  and byte_offset + %s > :from
                order by byte_offset limit 32
                """
                    .formatted(LENGTH))
            .bind("operation", operation)
            .bind("server", server)
            .bind("step", step)
            .bind("generation", generation)
            .bind("stream", stream)
            .bind("from", from)
            .map((rs, context) -> OutputRow.read(rs))
            .list());
  }

  private static @Nullable String field(@Nullable PageCursor cursor, int index) {
    return cursor == null ? null : cursor.fields().get(index);
  }
}
