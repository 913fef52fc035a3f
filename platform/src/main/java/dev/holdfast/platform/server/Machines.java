package dev.holdfast.platform.server;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which names of servers are one machine. Thread-safe. */
public final class Machines {
  private final Jdbi jdbi;

  public Machines(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * The full name whose lease is the lease of the whole machine: the server's own, unless it is an
   * alias, or has the machine id of one that was registered earlier.
   */
  public String leaseName(String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select coalesce(
                  (select first.name from servers first
                   where first.organisation_id = base.organisation_id
                     and first.machine_id = base.machine_id and first.alias_of is null
                   order by first.created_at, first.name limit 1),
                  base.name)
                from servers base
                where base.name = (select coalesce(alias_of, name) from servers where name = :name)
                """)
            .bind("name", server)
            .mapTo(String.class)
            .findOne()
            .orElse(server));
  }

  /**
   * A server that has the machine id of another.
   *
   * @param earlier whether it was registered before the other
   */
  public record Registered(String name, boolean earlier) {}

  /**
   * Keeps the machine id that a server was seen to have. Not while an operation is open on a name
   * of the machine: the name that it is leased by would be another one under its holder. Then the
   * next look keeps it.
   */
  public void saw(String server, String machineId) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update servers me set machine_id = :id
                where me.name = :name and me.machine_id is distinct from :id
                  and not exists (
                    select from operations o
                    join operation_servers s on s.operation = o.id
                    join servers named on named.name = s.server
                    where o.ended_at is null
                      and (named.name = me.name or (named.organisation_id = me.organisation_id
                        and named.machine_id in (:id, me.machine_id))))
                """)
            .bind("id", machineId)
            .bind("name", server)
            .execute());
  }

  /** The servers that were seen with a machine id and are not known as names of this one. */
  public List<Registered> sharing(Server server, String machineId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select other.name, (other.created_at, other.name) < (me.created_at, me.name)
                from servers other join servers me on me.name = :name
                where other.organisation_id = me.organisation_id and other.machine_id = :id
                  and coalesce(other.alias_of, other.name) <> coalesce(me.alias_of, me.name)
                order by other.created_at, other.name
                """)
            .bind("name", server.name())
            .bind("id", machineId)
            .map((rs, _) -> new Registered(rs.getString(1), rs.getBoolean(2)))
            .list());
  }

  /** The servers with one of the same host keys that were seen to be other machines. */
  public List<String> othersWithTheSameHostKey(Server server, String machineId) {
    List<String> same = withTheSameHostKey(server);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select name from servers
                where name = any(:names) and machine_id is not null and machine_id <> :id
                order by name
                """)
            .bindArray("names", String.class, same)
            .bind("id", machineId)
            .mapTo(String.class)
            .list());
  }

  /**
   * The servers that one of the same host keys is pinned for and that are not known to be the same
   * machine, sorted by name: another name of this machine, or clones of one image.
   */
  public List<String> withTheSameHostKey(Server server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select name from servers
                where organisation_id = :organisation
                  and coalesce(alias_of, name) <> :machine and exists (
                  select from jsonb_array_elements(host_keys) pinned
                  where pinned ->> 'key' = any(:keys))
                order by name
                """)
            .bind("organisation", server.organisation())
            .bind("machine", Objects.requireNonNullElse(server.aliasOf(), server.name()))
            .bindArray("keys", String.class, server.hostKeys().stream().map(HostKey::key).toList())
            .mapTo(String.class)
            .list());
  }

  /**
   * The name that an alias of this one is stored with: an alias of an alias is one of its machine.
   *
   * @throws IllegalArgumentException that begins with {@code aliasOf: } if there is no such server
   */
  static @Nullable String require(Handle handle, Server server) {
    String aliasOf = server.aliasOf();
    if (aliasOf == null) {
      return null;
    }
    // Locked, so that it is not removed before the alias is stored.
    return handle
        .createQuery(
            """
            select coalesce(alias_of, name) from servers
            where organisation_id = :organisation and name = :name for key share
            """)
        .bind("organisation", server.organisation())
        .bind("name", aliasOf)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "aliasOf: there is no server '"
                    + ServerNames.within(aliasOf)
                    + "'; register it first"));
  }

  /** An alias of this server. */
  static Optional<String> aliasOf(Handle handle, String name) {
    return handle
        .createQuery("select name from servers where alias_of = :name order by name limit 1")
        .bind("name", name)
        .mapTo(String.class)
        .findOne();
  }
}
