package dev.holdfast.platform.operation;

import dev.holdfast.platform.schedule.MaintenanceWindow;
import dev.holdfast.schemas.operation.FleetActivities.WindowLook;
import dev.holdfast.schemas.operation.FleetActivities.WindowTime;
import java.time.Instant;
import java.time.ZoneOffset;
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
            .bind("hours", look.window())
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
