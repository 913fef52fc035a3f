package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.platform.schedule.ServerWindow;
import dev.holdfast.platform.schedule.ServerWindows;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Parks each server of an operation outside of the hours of its own labels, and queues it within.
 */
final class OwnWindows {
  private OwnWindows() {}

  private record Row(String server, int attempt, boolean parked) {}

  /**
   * How the hours of its servers are that nobody has started.
   *
   * @return open where one of them may be started
   */
  static WindowTime look(Handle handle, WindowLook look, String organisation) {
    Instant moment = Instant.ofEpochMilli(look.at());
    List<Row> rows = rows(handle, look);
    Map<String, List<ServerWindow>> windows =
        ServerWindow.of(
            ServerWindows.list(handle, organisation),
            names(handle, organisation),
            rows.stream().map(Row::server).toList());
    List<Row> open = new ArrayList<>();
    PreparedBatch parked = parking(handle);
    Instant until = null;
    int closed = 0;
    List<String> again = new ArrayList<>();
    for (Row row : rows) {
      List<ServerWindow> own = windows.get(row.server());
      MaintenanceWindow.At at = own == null ? null : ServerWindow.at(own, moment);
      if (at == null || at.open()) {
        open.add(row);
      } else {
        closed++;
        if (row.attempt() > 1) {
          again.add(row.server());
        }
        if (look.parks()) {
          parked
              .bind("operation", look.operation())
              .bind("server", row.server())
              .bind("until", at.until().atOffset(ZoneOffset.UTC))
              .add();
        }
      }
      until = at == null ? until : earlier(until, at.until());
    }
    parked.execute();
    if (look.parks()) {
      queue(handle, look.operation(), open.stream().filter(Row::parked).map(Row::server).toList());
    }
    return new WindowTime(
        !open.isEmpty() || closed == 0, until == null ? null : until.toEpochMilli(), closed, again);
  }

  private static Instant earlier(@Nullable Instant one, Instant other) {
    return one == null || other.isBefore(one) ? other : one;
  }

  private static List<Row> rows(Handle handle, WindowLook look) {
    return handle
        .createQuery(
            """
            select server, attempt, state from operation_servers
            where operation = :operation and server != all(:underWay)
              and (state = 'queued' or (state = 'parked' and parked_why = 'window'))
            order by server for update
            """)
        .bind("operation", look.operation())
        .bindArray("underWay", String.class, look.underWay())
        .map((rs, context) ->
            new Row(
                rs.getString("server"),
                rs.getInt("attempt"),
                rs.getString("state").equals("parked")))
        .list();
  }

  private static List<ServerWindow.Name> names(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select name, alias_of, labels from servers where organisation_id = :organisation
            """)
        .bind("organisation", organisation)
        .map((rs, context) ->
            new ServerWindow.Name(
                rs.getString("name"),
                Objects.requireNonNullElse(rs.getString("alias_of"), rs.getString("name")),
                JsonPayloads.read(
                    rs.getString("labels"), new TypeReference<Map<String, String>>() {})))
        .list();
  }

  private static PreparedBatch parking(Handle handle) {
    return handle.prepareBatch(
        """
        update operation_servers
        set state = 'parked', parked_why = 'window',
          parked_since = case when state = 'parked' then parked_since else now() end,
          parked_until = :until
        where operation = :operation and server = :server
        """);
  }

  private static void queue(Handle handle, String operation, List<String> servers) {
    handle
        .createUpdate(
            """
            update operation_servers
            set state = 'queued', parked_why = null, parked_since = null, parked_until = null
            where operation = :operation and server = any(:servers)
            """)
        .bind("operation", operation)
        .bindArray("servers", String.class, servers)
        .execute();
  }
}
