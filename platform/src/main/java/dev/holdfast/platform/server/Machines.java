package dev.holdfast.platform.server;

import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Server;
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
   * The name whose lease is the lease of the whole machine: the server's own, unless it is an
   * alias. It never changes while the server is registered.
   */
  public String leaseName(String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select coalesce(alias_of, name) from servers where name = :name")
            .bind("name", server)
            .mapTo(String.class)
            .findOne()
            .orElse(server));
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
                where coalesce(alias_of, name) <> :machine and exists (
                  select from jsonb_array_elements(host_keys) pinned
                  where pinned ->> 'key' = any(:keys))
                order by name
                """)
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
  static @Nullable String require(Handle handle, @Nullable String aliasOf) {
    if (aliasOf == null) {
      return null;
    }
    // Locked, so that it is not removed before the alias is stored.
    return handle
        .createQuery(
            "select coalesce(alias_of, name) from servers where name = :name for key share")
        .bind("name", aliasOf)
        .mapTo(String.class)
        .findOne()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "aliasOf: there is no server '" + aliasOf + "'; register it first"));
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
