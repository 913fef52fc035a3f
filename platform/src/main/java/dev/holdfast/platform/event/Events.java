package dev.holdfast.platform.event;

import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;

/** What has happened, in the order of its commits. Thread-safe. */
public final class Events {
  /** What PostgreSQL notifies of: an event was recorded, or has got its id. */
  public static final String CHANNEL = "events_changed";

  /** The advisory lock of whoever gives ids. */
  public static final long LOCK = 0x686f6c64_657674L;

  private static final int BATCH = 1_000;
  private static final int DELETED_AT_ONCE = 10_000;

  private final Jdbi jdbi;
  private final Settings settings;

  public Events(Jdbi jdbi, Settings settings) {
    this.jdbi = jdbi;
    this.settings = settings;
  }

  /** Somebody who does something with events in the transaction in which they get their ids. */
  public interface Numbered {
    void numbered(Handle handle, List<StoredEvent> events);
  }

  /**
   * Gives ids to a batch of the events that have none. All of it is one transaction under one lock:
   * whoever is killed in it has done nothing, and the next does it.
   *
   * @return how many; 0 also where another process does it now
   */
  public int number(Numbered then) {
    return jdbi.inTransaction(handle -> {
      if (!alone(handle)) {
        return 0;
      }
      // A statement of its own, after the lock: it sees what its last owner has committed.
      List<StoredEvent> events =
          handle
              .createQuery(
                  """
                  with batch as (
                    select recorded, row_number() over (order by recorded) as place
                    from events where id is null order by recorded limit :batch
                  ), given as (
                    update event_ids set last = last + (select count(*) from batch)
                    where exists (select from batch)
                    returning last - (select count(*) from batch) as before
                  ), numbered as (
                    update events e set id = given.before + batch.place
                    from batch, given where e.recorded = batch.recorded
                    returning e.*
                  )
                  select * from numbered order by id
                  """)
              .bind("batch", BATCH)
              .map((rs, context) -> StoredEvent.read(rs))
              .list();
      if (!events.isEmpty()) {
        then.numbered(handle, events);
        handle
            .createQuery("select pg_notify(:channel, '')")
            .bind("channel", CHANNEL)
            .mapTo(String.class)
            .one();
      }
      return events.size();
    });
  }

  private static boolean alone(Handle handle) {
    return handle
        .createQuery("select pg_try_advisory_xact_lock(:lock)")
        .bind("lock", LOCK)
        .mapTo(Boolean.class)
        .one();
  }

  /** The greatest id that was ever given and may be read; 0 for none. */
  public long last() {
    return jdbi.withHandle(
        handle -> handle.createQuery("select last from event_ids").mapTo(Long.class).one());
  }

  /** The events of all organisations after an id, in order. */
  public List<StoredEvent> after(long id, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from events where id > :after order by id limit :limit")
            .bind("after", id)
            .bind("limit", limit)
            .map((rs, context) -> StoredEvent.read(rs))
            .list());
  }

  /** The events after an id that a filter lets through, in order. */
  public List<StoredEvent> after(long id, EventFilter filter, int limit) {
    return jdbi.withHandle(handle -> {
      Query query =
          handle.createQuery(
              """
              select * from events
              where organisation_id = :organisation and id > :after
                and (cast(:operation as text) is null or operation = :operation)
                and (cast(:server as text) is null or server = :server)
                and (:all or kind like any(:kinds))
              order by id limit :limit
              """);
      return bound(query, filter)
          .bind("after", id)
          .bind("limit", limit)
          .map((rs, context) -> StoredEvent.read(rs))
          .list();
    });
  }

  private static Query bound(Query query, EventFilter filter) {
    return query
        .bind("organisation", filter.organisation())
        .bind("operation", filter.operation())
        .bind("server", filter.server())
        .bind("all", filter.kinds().isEmpty())
        .bindArray("kinds", String.class, filter.patterns());
  }

  /**
   * Deletes what is older than operations are kept.
   *
   * @return how many
   */
  public int expire() {
    int days = settings.get(Setting.RETENTION_OPERATIONS);
    int all = 0;
    int deleted = DELETED_AT_ONCE;
    while (deleted == DELETED_AT_ONCE && !Thread.currentThread().isInterrupted()) {
      deleted =
          jdbi.withHandle(handle ->
              handle
                  .createUpdate(
                      """
                      delete from events where recorded in (
                        select recorded from events
                        where id is not null and at < now() - make_interval(days => :days)
                        order by at limit :batch)
                      """)
                  .bind("days", days)
                  .bind("batch", DELETED_AT_ONCE)
                  .execute());
      all += deleted;
    }
    return all;
  }
}
