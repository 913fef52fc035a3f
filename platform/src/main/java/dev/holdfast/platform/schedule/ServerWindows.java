package dev.holdfast.platform.schedule;

import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The maintenance windows of servers of all organisations. Thread-safe. */
public final class ServerWindows {
  private final Jdbi jdbi;

  public ServerWindows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The windows of an organisation, by name. */
  public List<ServerWindow> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation));
  }

  /** The same within a transaction. */
  public static List<ServerWindow> list(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select name, selector, hours, changed_by, changed_at from maintenance_windows
            where organisation_id = :organisation order by name
            """)
        .bind("organisation", organisation)
        .map((rs, context) ->
            new ServerWindow(
                rs.getString("name"),
                rs.getString("selector"),
                rs.getString("hours"),
                rs.getString("changed_by"),
                rs.getObject("changed_at", OffsetDateTime.class).toInstant()))
        .list();
  }

  /** Sets a window; true if there was none of this name. */
  public boolean set(String organisation, String name, String selector, String hours, String by) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into maintenance_windows (organisation_id, name, selector, hours, changed_by)
                values (:organisation, :name, :selector, :hours, :by)
                on conflict (organisation_id, name) do update
                  set selector = excluded.selector, hours = excluded.hours,
                    changed_by = excluded.changed_by, changed_at = now()
                returning xmax = 0
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .bind("selector", selector)
            .bind("hours", hours)
            .bind("by", by)
            .mapTo(Boolean.class)
            .one());
  }

  /** Removes a window; false if there is none of this name. */
  public boolean remove(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle.execute(
                "delete from maintenance_windows where organisation_id = ? and name = ?",
                organisation,
                name)
            == 1);
  }
}
