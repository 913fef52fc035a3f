package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.atrest.SealedColumn;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What people want of running operations that these have not taken yet. Thread-safe. */
public final class SteeringRequests {
  /** The advisory lock of whoever sends them again. */
  private static final long LOCK = 0x686f6c64_737472L;

  private static final SealedColumn ARGUMENT =
      SealedColumn.ofOperation("steering_requests", "argument", SealedColumn.Type.JSON, "id");
  private static final SealedColumn REFUSAL =
      SealedColumn.ofOperation("steering_requests", "refusal", SealedColumn.Type.TEXT, "id");

  private final Jdbi jdbi;
  private final DataKeys keys;

  public SteeringRequests(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * A wish.
   *
   * @param id of the Update that it is sent as, however often
   * @param argument as JSON
   */
  public record Wish(String operation, String id, String update, String argument) {}

  /**
   * A wish as people see it.
   *
   * @param refusal why the operation refused it, after it had waited; null while it waits
   */
  public record Pending(String action, String by, Instant since, @Nullable String refusal) {}

  /** Records a wish, before it is sent for the first time. */
  public Wish record(String operation, String update, String argument, String by) {
    Wish wish = new Wish(operation, UUID.randomUUID().toString(), update, argument);
    DataKey key = keys.of(KeyOwner.operation(operation));
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into steering_requests (operation, id, update_name, argument_sealed, asked_by)
            values (?, ?, ?, ?, ?)
            """,
            operation,
            wish.id(),
            update,
            ARGUMENT.seal(key, argument, wish.id()),
            by));
    return wish;
  }

  /** Whether nothing that was wanted of its operation before waits still. */
  public boolean isNext(Wish wish) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select not exists (
                  select from steering_requests earlier
                  join steering_requests it
                    on it.operation = earlier.operation and earlier.position < it.position
                  where it.operation = :operation and it.id = :id
                    and earlier.refusal_sealed is null)
                """)
            .bind("operation", wish.operation())
            .bind("id", wish.id())
            .mapTo(Boolean.class)
            .one());
  }

  /** The operation has taken it, or has ended. */
  public void done(Wish wish) {
    jdbi.useHandle(handle ->
        handle.execute(
            "delete from steering_requests where operation = ? and id = ?",
            wish.operation(),
            wish.id()));
  }

  /** The operation has refused it, and nobody waits for the answer any more. */
  public void refused(Wish wish, String why) {
    DataKey key = keys.of(KeyOwner.operation(wish.operation()));
    jdbi.useHandle(handle ->
        handle.execute(
            "update steering_requests set refusal_sealed = ? where operation = ? and id = ?",
            REFUSAL.seal(key, why, wish.id()),
            wish.operation(),
            wish.id()));
  }

  /** Those of an operation, the first of them first. */
  public List<Pending> of(String operation) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select id, update_name, asked_by, asked_at, refusal_sealed
                from steering_requests where operation = :operation order by position
                """)
            .bind("operation", operation)
            .map((rs, context) ->
                new Pending(
                    rs.getString("update_name"),
                    rs.getString("asked_by"),
                    rs.getObject("asked_at", OffsetDateTime.class).toInstant(),
                    REFUSAL.read(
                        key,
                        null,
                        rs.getBytes("refusal_sealed"),
                        OperationContent.ERASED,
                        rs.getString("id"))))
            .list());
  }

  /**
   * The first wish of each operation, where it waits; none while another process sends them.
   *
   * @param longerThan leaves those alone that their own request is still sending
   */
  public List<Wish> due(Duration longerThan) {
    return jdbi.inTransaction(handle -> alone(handle) ? due(handle, longerThan) : List.of());
  }

  private List<Wish> due(Handle handle, Duration longerThan) {
    return handle
        .createQuery(
            """
            select distinct on (r.operation) r.operation, r.id, r.update_name, r.argument_sealed
            from steering_requests r
            where r.refusal_sealed is null
              and r.asked_at < now() - cast(:millis as bigint) * interval '1 millisecond'
            order by r.operation, r.position
            """)
        .bind("millis", longerThan.toMillis())
        .map((rs, context) -> {
          String operation = rs.getString("operation");
          String id = rs.getString("id");
          String argument =
              ARGUMENT.read(
                  keys.find(KeyOwner.operation(operation)).orElse(null),
                  null,
                  rs.getBytes("argument_sealed"),
                  "null",
                  id);
          return new Wish(operation, id, rs.getString("update_name"), String.valueOf(argument));
        })
        .list();
  }

  private static boolean alone(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }
}
