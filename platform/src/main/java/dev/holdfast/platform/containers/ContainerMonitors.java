package dev.holdfast.platform.containers;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which servers' containers are watched, and how that goes. Thread-safe. */
public final class ContainerMonitors {
  private final Jdbi jdbi;

  public ContainerMonitors(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** From now on they are to be watched, if they are not yet. */
  public void start(String organisation, String server, String by) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into container_monitors (server, organisation_id, started_by)
                values (:server, :organisation, :by)
                on conflict (server) do update
                  set wanted = true, state = 'starting', message = null, state_at = now(),
                    started_by = :by, started_at = now()
                  where not container_monitors.wanted
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("by", by)
            .execute());
  }

  /** They are not to be watched any longer; returns whether they were. */
  public boolean stop(String organisation, String server) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update container_monitors set wanted = false, state = 'stopping', message = null,
                  state_at = now()
                where organisation_id = :organisation and server = :server and wanted
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .execute())
        == 1;
  }

  /** The one of a server, by the id of its registration; empty where there never was any. */
  public Optional<MonitoredServer> find(String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select m.*, s.name from container_monitors m join servers s on s.id = m.server
                where m.server = :server
                """)
            .bind("server", server)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** All of an organisation, by the names of the servers. */
  public List<MonitoredServer> all(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select m.*, s.name from container_monitors m join servers s on s.id = m.server
                where m.organisation_id = :organisation order by s.name
                """)
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  /** Those of every organisation that have not moved for so long although something is wanted. */
  public List<MonitoredServer> still(Duration longerThan) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select m.*, s.name from container_monitors m join servers s on s.id = m.server
                where (m.wanted or m.state <> 'stopped')
                  and greatest(m.state_at, m.seen_at) < now() - make_interval(secs => :seconds)
                """)
            .bind("seconds", longerThan.toSeconds())
            .map((rs, context) -> read(rs))
            .list());
  }

  /** That it goes; a change of what there is to say is a change of state. */
  public void watching(String server, @Nullable String message) {
    state(server, "watching", message, true);
    jdbi.useHandle(handle ->
        handle.execute("update container_monitors set seen_at = now() where server = ?", server));
  }

  public void unreachable(String server, String why) {
    state(server, "unreachable", why, true);
  }

  /**
   * That nothing watches any more.
   *
   * @param message what could not be cleaned up; null for nothing
   * @return false if somebody wants it again
   */
  public boolean stopped(String server, @Nullable String message) {
    return state(server, "stopped", message, false) > 0;
  }

  private int state(String server, String state, @Nullable String message, boolean wanted) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update container_monitors set state = :state, message = :message,
                  state_at = case when state = :state then state_at else now() end
                where server = :server and wanted = :wanted
                """)
            .bind("server", server)
            .bind("wanted", wanted)
            .bind("state", state)
            .bind("message", message)
            .execute());
  }

  private static MonitoredServer read(ResultSet rs) throws SQLException {
    OffsetDateTime seen = rs.getObject("seen_at", OffsetDateTime.class);
    return new MonitoredServer(
        rs.getString("server"),
        rs.getString("organisation_id"),
        rs.getString("name"),
        rs.getBoolean("wanted"),
        rs.getString("state"),
        rs.getString("message"),
        rs.getObject("state_at", OffsetDateTime.class).toInstant(),
        seen == null ? null : seen.toInstant(),
        rs.getString("started_by"),
        rs.getObject("started_at", OffsetDateTime.class).toInstant());
  }
}
