package dev.holdfast.platform.operation;

import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Deletes operations that need not be kept any more, with all that belongs to them; the audit
 * stays. Never one that has not ended, one of the newest deployments of a stack, nor one whose
 * changes can still be undone, nor any such while an undo is open, which may be of it. Of several
 * processes one deletes at a time. Thread-safe.
 */
public final class OperationRetention {
  private static final int BATCH = 100;

  /** So many of the newest deployments of each stack stay: people go back to them. */
  static final int VERSIONS = 20;

  /** The advisory lock of whoever deletes. */
  public static final long LOCK = 0x686f6c64_726574L;

  private final Jdbi jdbi;
  private final Settings settings;

  public OperationRetention(Jdbi jdbi, Settings settings) {
    this.jdbi = jdbi;
    this.settings = settings;
  }

  private record Ended(String id, OffsetDateTime at) {}

  /** What one transaction has looked at, and how many of these it has deleted. */
  private record Batch(@Nullable Ended last, int deleted) {}

  /**
   * Deletes in batches until nothing is left to delete, or the thread is interrupted.
   *
   * @return how many; 0 also where another process deletes now
   */
  public int expire() {
    int operations = settings.get(Setting.RETENTION_OPERATIONS);
    int undo = Math.max(operations, settings.get(Setting.RETENTION_UNDO));
    int deleted = 0;
    Batch batch = next(null, operations, undo);
    while (batch.last() != null && !Thread.currentThread().isInterrupted()) {
      deleted += batch.deleted();
      batch = next(batch.last(), operations, undo);
    }
    return deleted;
  }

  private Batch next(@Nullable Ended after, int operations, int undo) {
    return jdbi.inTransaction(handle -> {
      if (!alone(handle)) {
        return new Batch(null, 0);
      }
      List<Ended> ended =
          handle
              .createQuery(
                  """
                  select id, ended_at from operations
                  where ended_at < now() - make_interval(days => :operations)
                    and (cast(:at as timestamptz) is null or (ended_at, id) > (:at, :id))
                  order by ended_at, id limit :batch
                  """)
              .bind("operations", operations)
              .bind("at", after == null ? null : after.at())
              .bind("id", after == null ? "" : after.id())
              .bind("batch", BATCH)
              .map((rs, context) ->
                  new Ended(rs.getString("id"), rs.getObject("ended_at", OffsetDateTime.class)))
              .list();
      return ended.isEmpty()
          ? new Batch(null, 0)
          : new Batch(ended.getLast(), delete(handle, ended, undo));
    });
  }

  private static int delete(Handle handle, List<Ended> ended, int undo) {
    return handle
        .createUpdate(
            """
            delete from operations o where id = any(:ids) and ended_at is not null
              and not exists (
                select from operation_servers s join servers m on m.name = s.server
                where s.operation = o.id and s.state in ('succeeded', 'unchanged') and not o.dry_run
                  and o.type in ('lockdown', 'undo') and o.created_at >= m.created_at
                  and :most > (select count(*) from (
                    select from operation_servers n join operations p on p.id = n.operation
                    where n.server = s.server and n.state in ('succeeded', 'unchanged') and not p.dry_run
                      and p.type in ('lockdown', 'undo') and p.created_at > o.created_at
                    limit :most) as newer))
              and not exists (
                select from stack_deployments d
                where d.operation = o.id and d.organisation_id = o.organisation_id
                  and :versions > (select count(*) from stack_deployments n
                    where n.organisation_id = d.organisation_id and n.stack = d.stack and n.version > d.version))
              and (not exists (
                  select from changes c where c.operation = o.id and c.state = 'applied')
                or (ended_at < now() - make_interval(days => :undo)
                  and not exists (
                    select from operations u where u.type = 'undo' and u.ended_at is null)))
            """)
        .bindArray("ids", String.class, ended.stream().map(Ended::id).toList())
        .bind("undo", undo)
        .bind("most", ConfirmedInputs.MOST)
        .bind("versions", VERSIONS)
        .execute();
  }

  private static boolean alone(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }
}
