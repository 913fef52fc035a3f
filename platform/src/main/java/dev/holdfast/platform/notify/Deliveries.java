package dev.holdfast.platform.notify;

import dev.holdfast.platform.event.StoredEvent;
import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * What waits to be sent to sinks, and what became of each attempt. Of one subject a later event is
 * never given before an earlier one that still waits. Thread-safe.
 */
public final class Deliveries {
  private static final int DELETED_AT_ONCE = 10_000;

  private final Jdbi jdbi;
  private final Settings settings;
  private final Backoff backoff;

  public Deliveries(Jdbi jdbi, Settings settings, Backoff backoff) {
    this.jdbi = jdbi;
    this.settings = settings;
    this.backoff = backoff;
  }

  /** Why an attempt failed, and so what happens next. */
  public enum Failure {
    /** The receiver refuses this event, and always will. */
    REFUSED,
    /** The receiver could not take this event; it may take others. */
    OF_EVENT,
    /** The receiver cannot be reached, or takes nothing now. */
    OF_SINK
  }

  /**
   * The first events that can be sent to a sink now, in order: of each subject either all from the
   * first that waits, or none.
   */
  public List<Delivery> next(long sink, int most) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select d.id as delivery, d.sink, d.attempts, e.* from sink_deliveries d
                join events e on e.id = d.event
                where d.sink = :sink and d.state = 'waiting'
                  and (select f.next_at from sink_deliveries f
                    where f.sink = d.sink and f.subject = d.subject and f.state = 'waiting'
                    order by f.event limit 1) <= now()
                order by d.event limit :most
                """)
            .bind("sink", sink)
            .bind("most", most)
            .map((rs, context) -> read(rs))
            .list());
  }

  /**
   * One event by which to find out whether a sink can be reached again: that which has waited the
   * longest since its last attempt, so that no event keeps the others from being tried.
   */
  public Optional<Delivery> probe(long sink) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select d.id as delivery, d.sink, d.attempts, e.* from sink_deliveries d
                join events e on e.id = d.event
                where d.sink = :sink and d.state = 'waiting' and d.next_at <= now()
                  and not exists (select from sink_deliveries f
                    where f.sink = d.sink and f.subject = d.subject and f.state = 'waiting'
                      and f.event < d.event)
                order by d.next_at, d.event limit 1
                """)
            .bind("sink", sink)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  private static Delivery read(ResultSet rs) throws SQLException {
    return new Delivery(
        rs.getLong("delivery"), rs.getLong("sink"), rs.getInt("attempts"), StoredEvent.read(rs));
  }

  /** An event has reached its sink; what had to wait for the sink waits no longer. */
  public void delivered(Delivery delivery) {
    jdbi.useTransaction(handle -> {
      handle.execute(
          """
          update sink_deliveries set state = 'delivered', attempts = attempts + 1, error = null,
            ended_at = now()
          where id = ? and sink = ? and state = 'waiting'
          """,
          delivery.id(),
          delivery.sink());
      boolean back =
          handle.execute(
                  "update sinks set failures = 0, retry_at = now() where id = ? and failures > 0",
                  delivery.sink())
              == 1;
      if (back) {
        handle.execute(
            "update sink_deliveries set next_at = now() where sink = ? and state = 'waiting'",
            delivery.sink());
      }
    });
  }

  /**
   * An attempt has failed: the event waits, and those of its subject behind it, or it becomes a
   * dead letter.
   *
   * @return how many events became dead letters
   */
  public int failed(Delivery delivery, Failure failure, String error) {
    Duration lasts = Duration.ofHours(settings.get(Setting.NOTIFY_RETRIES));
    return jdbi.inTransaction(handle -> {
      if (failure == Failure.OF_SINK) {
        leaveAlone(handle, delivery.sink(), error);
      } else {
        handle.execute(
            "update sinks set error = ?, error_at = now() where id = ?", error, delivery.sink());
      }
      handle.execute(
          """
          update sink_deliveries set attempts = attempts + 1, error = ?
          where id = ? and sink = ? and state = 'waiting'
          """,
          error,
          delivery.id(),
          delivery.sink());
      handle.execute(
          """
          update sink_deliveries set next_at = now() + make_interval(secs => ?)
          where sink = ? and subject = ? and state = 'waiting'
          """,
          seconds(backoff.after(delivery.attempts() + 1)),
          delivery.sink(),
          delivery.event().subject());
      return handle.execute(
          """
          update sink_deliveries set state = 'dead', error = coalesce(error, ?), ended_at = now()
          where sink = ? and state = 'waiting'
            and ((id = ? and ?) or ((id = ? or ?) and since <= now() - make_interval(secs => ?)))
          """,
          error,
          delivery.sink(),
          delivery.id(),
          failure == Failure.REFUSED,
          delivery.id(),
          failure == Failure.OF_SINK,
          seconds(lasts));
    });
  }

  /** Several attempts that fail together count as one. */
  private void leaveAlone(Handle handle, long sink, String error) {
    int failures =
        handle
            .createQuery("select failures from sinks where id = :id for update")
            .bind("id", sink)
            .mapTo(Integer.class)
            .findOne()
            .orElse(0);
    handle.execute(
        """
        update sinks set failures = failures + 1, error = ?, error_at = now(),
          retry_at = now() + make_interval(secs => ?)
        where id = ? and retry_at <= now()
        """,
        error,
        seconds(backoff.after(failures + 1)),
        sink);
  }

  /**
   * Forgets what was delivered long enough ago.
   *
   * @return how many
   */
  public int expire() {
    int days = settings.get(Setting.NOTIFY_DELIVERED);
    int all = 0;
    int deleted = DELETED_AT_ONCE;
    while (deleted == DELETED_AT_ONCE && !Thread.currentThread().isInterrupted()) {
      deleted =
          jdbi.withHandle(handle ->
              handle.execute(
                  """
                  delete from sink_deliveries where id in (
                    select id from sink_deliveries
                    where state = 'delivered' and ended_at < now() - make_interval(days => ?)
                    order by ended_at limit ?)
                  """,
                  days,
                  DELETED_AT_ONCE));
      all += deleted;
    }
    return all;
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
