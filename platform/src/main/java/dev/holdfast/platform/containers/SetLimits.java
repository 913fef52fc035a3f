package dev.holdfast.platform.containers;

import dev.holdfast.platform.setting.Setting;
import dev.holdfast.platform.setting.Settings;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The limits of servers and their containers that differ from the settings. Thread-safe. */
public final class SetLimits {
  /** The name of what is set for all containers of a server. */
  public static final String ALL = "";

  private final Jdbi jdbi;
  private final Settings settings;

  public SetLimits(Jdbi jdbi, Settings settings) {
    this.jdbi = jdbi;
    this.settings = settings;
  }

  /**
   * Sets what is said, leaves the rest.
   *
   * @param container its name, or {@link #ALL}
   */
  public void set(
      String organisation, String server, String container, ContainerLimits limits, String by) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into container_limits (server, container, organisation_id, cpu, memory,
                  connections, processes, expected, set_by)
                values (:server, :container, :organisation, :cpu, :memory, :connections, :processes,
                  :expected, :by)
                on conflict (server, container) do update set
                  cpu = coalesce(excluded.cpu, container_limits.cpu),
                  memory = coalesce(excluded.memory, container_limits.memory),
                  connections = coalesce(excluded.connections, container_limits.connections),
                  processes = coalesce(excluded.processes, container_limits.processes),
                  expected = coalesce(excluded.expected, container_limits.expected),
                  set_by = excluded.set_by, set_at = now()
                """)
            .bind("server", server)
            .bind("container", container)
            .bind("organisation", organisation)
            .bind("cpu", limits.cpu())
            .bind("memory", limits.memory())
            .bind("connections", limits.connections())
            .bind("processes", limits.processes())
            .bindArray(
                "expected",
                String.class,
                limits.expected() == null ? null : limits.expected().toArray())
            .bind("by", by)
            .execute());
  }

  /** Forgets what was set; the settings hold again. */
  public void reset(String organisation, String server, String container) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                delete from container_limits where organisation_id = :organisation
                  and server = :server and container = :container
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("container", container)
            .execute());
  }

  /** What is set for a server, by the names of its containers. */
  public Map<String, ContainerLimits> of(String organisation, String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from container_limits
                where organisation_id = :organisation and server = :server
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .map((rs, context) -> Map.entry(rs.getString("container"), read(rs)))
            .collectToMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** What holds where nothing is set. */
  public ContainerLimits defaults() {
    return new ContainerLimits(
        settings.get(Setting.CONTAINERS_CPU),
        settings.get(Setting.CONTAINERS_MEMORY),
        settings.get(Setting.CONTAINERS_CONNECTIONS),
        settings.get(Setting.CONTAINERS_PROCESSES),
        null);
  }

  /** What holds for a container of a server. */
  public static ContainerLimits of(
      Map<String, ContainerLimits> set, ContainerLimits defaults, String container) {
    return set.getOrDefault(container, ContainerLimits.NONE)
        .over(set.getOrDefault(ALL, ContainerLimits.NONE))
        .over(defaults);
  }

  private static ContainerLimits read(ResultSet rs) throws SQLException {
    Array expected = rs.getArray("expected");
    return new ContainerLimits(
        rs.getObject("cpu", Integer.class),
        rs.getObject("memory", Integer.class),
        rs.getObject("connections", Integer.class),
        rs.getObject("processes", Integer.class),
        list(expected));
  }

  private static @Nullable List<String> list(@Nullable Array array) throws SQLException {
    return array == null ? null : List.of((String[]) array.getArray());
  }
}
