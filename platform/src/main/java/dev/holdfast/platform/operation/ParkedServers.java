package dev.holdfast.platform.operation;

import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.schemas.operation.FleetActivities.Offline;
import dev.holdfast.schemas.operation.FleetActivities.OfflineLook;
import dev.holdfast.schemas.operation.FleetActivities.ParkOffline;
import dev.holdfast.schemas.operation.FleetActivities.QueueBack;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The servers of operations that are left for later. Thread-safe. */
public final class ParkedServers {
  private final Jdbi jdbi;

  public ParkedServers(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * How the hours of an operation are, which is recorded: what nobody has started is parked outside
   * of them, and queued again within. Without effect on an operation that has ended.
   */
  public WindowTime look(WindowLook look) {
    if (Boolean.TRUE.equals(look.own())) {
      return lookAtOwn(look);
    }
    MaintenanceWindow.At at =
        look.window() == null
            ? null
            : new MaintenanceWindow(look.window()).at(Instant.ofEpochMilli(look.at()));
    boolean open = at == null || at.open();
    Instant until = at == null ? null : at.until();
    jdbi.useTransaction(handle -> {
      if (record(handle, look, open, until) && look.parks()) {
        if (open) {
          queue(handle, look.operation());
        } else {
          park(handle, look, until);
        }
      }
    });
    return new WindowTime(open, until == null ? null : until.toEpochMilli());
  }

  /** The same where each server has hours of its own. */
  private WindowTime lookAtOwn(WindowLook look) {
    return jdbi.inTransaction(handle -> {
      Optional<String> organisation = organisation(handle, look.operation());
      if (organisation.isEmpty()) {
        return new WindowTime(true, null);
      }
      WindowTime now = OwnWindows.look(handle, look, organisation.get());
      boolean _ =
          record(
              handle,
              look,
              now.open(),
              now.until() == null ? null : Instant.ofEpochMilli(now.until()));
      return now;
    });
  }

  /** Of one that has not ended. */
  private static Optional<String> organisation(Handle handle, String operation) {
    return handle
        .createQuery(
            "select organisation_id from operations where id = :operation and ended_at is null")
        .bind("operation", operation)
        .mapTo(String.class)
        .findOne();
  }

  private static boolean record(
      Handle handle, WindowLook look, boolean open, @Nullable Instant until) {
    return handle
            .createUpdate(
                """
                update operations
                set window_hours = :hours, window_open = :open,
                  window_until = cast(:until as timestamptz)
                where id = :operation and ended_at is null
                """)
            .bind("operation", look.operation())
            .bind(
                "hours", Boolean.TRUE.equals(look.own()) ? ServerWindow.OF_SERVERS : look.window())
            .bind("open", open)
            .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
            .execute()
        > 0;
  }

  private static void park(Handle handle, WindowLook look, @Nullable Instant until) {
    handle
        .createUpdate(
            """
            update operation_servers
            set state = 'parked', parked_why = 'window',
              parked_since = case when state = 'parked' then parked_since else now() end,
              parked_until = cast(:until as timestamptz)
            where operation = :operation and server != all(:underWay)
              and (state = 'queued' or (state = 'parked' and parked_why = 'window'))
            """)
        .bind("operation", look.operation())
        .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
        .bindArray("underWay", String.class, look.underWay())
        .execute();
  }

  /** Parks servers that could not be reached; returns how many are parked for that then. */
  public int parkOffline(ParkOffline wanted) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              update operation_servers
              set state = 'parked', parked_why = 'offline',
                parked_since = case when parked_why = 'offline' then parked_since else now() end,
                parked_until = case when parked_why = 'offline' then parked_until
                  else cast(:until as timestamptz) end
              where operation = :operation and state = 'unreachable'
                and (:all or (server, attempt) in (
                  select * from unnest(cast(:servers as text[]), cast(:attempts as int[]))))
              """)
          .bind("operation", wanted.operation())
          .bind("until", Instant.ofEpochMilli(wanted.until()).atOffset(ZoneOffset.UTC))
          .bind("all", wanted.servers().isEmpty())
          .bindArray(
              "servers", String.class, wanted.servers().stream().map(FleetTarget::server).toList())
          .bindArray(
              "attempts",
              Integer.class,
              wanted.servers().stream().map(FleetTarget::attempt).toList())
          .execute();
      return countOffline(handle, wanted.operation());
    });
  }

  /**
   * Servers that are parked because they could not be reached; gives up those whose time is over.
   */
  public Offline listOffline(OfflineLook look) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              update operation_servers set state = 'unreachable', attempt_request = :request
              where operation = :operation and state = 'parked' and parked_why = 'offline'
                and parked_until <= :at
              """)
          .bind("operation", look.operation())
          .bind("request", look.request())
          .bind("at", Instant.ofEpochMilli(look.at()).atOffset(ZoneOffset.UTC))
          .execute();
      return new Offline(
          targets(handle, look.operation(), null, look.most()),
          countOffline(handle, look.operation()),
          countExpired(handle, look));
    });
  }

  /** Queues servers again that can be reached, each for another attempt. */
  public List<FleetTarget> queueBack(QueueBack wanted) {
    return jdbi.inTransaction(handle -> {
      handle
          .createUpdate(
              """
              update operation_servers
              set state = 'queued', attempt = attempt + 1, attempt_request = :request,
                error = null, error_sealed = null, failure_sealed = null,
                outcome = null, outcome_sealed = null
              where operation = :operation and server = any(:servers)
                and state = 'parked' and parked_why = 'offline'
              """)
          .bind("operation", wanted.operation())
          .bind("request", wanted.request())
          .bindArray("servers", String.class, wanted.servers())
          .execute();
      return targets(handle, wanted.operation(), wanted.request(), wanted.servers().size());
    });
  }

  /**
   * @param request those that it has queued; null for those that are parked
   */
  private static List<FleetTarget> targets(
      Handle handle, String operation, @Nullable String request, int most) {
    return handle
        .createQuery(
            """
            select o.server, o.attempt, o.approved_hash, s.region,
              o.input_origin ->> 'fixedBy' is not null as fixed
            from operation_servers o left join servers s on s.name = o.server
            where o.operation = :operation
              and ((cast(:request as text) is null
                  and o.state = 'parked' and o.parked_why = 'offline')
                or (o.state = 'queued' and o.attempt_request = :request))
            order by o.server limit :most
            """)
        .bind("operation", operation)
        .bind("request", request)
        .bind("most", most)
        .map((rs, context) ->
            new FleetTarget(
                rs.getString("server"),
                rs.getString("region") == null ? null : TaskQueues.ssh(rs.getString("region")),
                rs.getString("approved_hash"),
                rs.getInt("attempt"),
                rs.getBoolean("fixed") ? true : null))
        .list();
  }

  private static int countOffline(Handle handle, String operation) {
    return handle
        .createQuery(
            """
            select count(*)::int from operation_servers
            where operation = :operation and state = 'parked' and parked_why = 'offline'
            """)
        .bind("operation", operation)
        .mapTo(Integer.class)
        .one();
  }

  private static int countExpired(Handle handle, OfflineLook look) {
    return handle
        .createQuery(
            """
            select count(*)::int from operation_servers
            where operation = :operation and state = 'unreachable' and attempt_request = :request
            """)
        .bind("operation", look.operation())
        .bind("request", look.request())
        .mapTo(Integer.class)
        .one();
  }

  private static void queue(Handle handle, String operation) {
    handle
        .createUpdate(
            """
            update operation_servers
            set state = 'queued', parked_why = null, parked_since = null, parked_until = null
            where operation = :operation and state = 'parked' and parked_why = 'window'
            """)
        .bind("operation", operation)
        .execute();
  }
}
