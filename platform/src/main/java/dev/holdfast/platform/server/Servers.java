package dev.holdfast.platform.server;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.namedsecret.NamedSecretUses;
import dev.holdfast.platform.organisation.Quota;
import dev.holdfast.platform.organisation.Quotas;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.server.Access;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import dev.holdfast.schemas.server.ServerNames;
import dev.holdfast.schemas.server.SshAdapter;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The servers that we manage, with their login keys and pinned host keys. People name them within
 * an organisation; everything else knows them by their full names, which no two of them share.
 */
public final class Servers {
  private final Jdbi jdbi;
  private final Secrets secrets;

  public Servers(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  /** The name of the secret that holds the login key of the server of this full name. */
  public static String credentialOf(String server) {
    return "server/" + server + "/key";
  }

  /** The name of the secret that holds the passphrase of a server's login key. */
  public static String passphraseOf(String server) {
    return "server/" + server + "/passphrase";
  }

  /** The name of the secret that holds the passphrase of the key that a server is reached with. */
  public static String passphraseFor(Server server) {
    return server.credential().startsWith("server/" + server.name() + "/rotation/")
        ? server.credential() + "/passphrase"
        : passphraseOf(server.name());
  }

  /** The name of the secret that holds what a server's login user types for sudo. */
  public static String sudoPasswordOf(String server) {
    return "server/" + server + "/sudo-password";
  }

  /**
   * Registers a server and its login.
   *
   * @return the server with the id that it has from now on; empty if there is one of this name
   *     already
   * @throws IllegalArgumentException that begins with {@code jump: } if there is no such way to it,
   *     with {@code aliasOf: } if there is no server of which it could be an alias
   */
  public Optional<Server> add(Server server, LoginSecrets login) {
    return jdbi.inTransaction(handle -> {
      // Taken first, so that of two that add the same name the second changes no key.
      handle
          .createUpdate("select pg_advisory_xact_lock(hashtext('server/' || :name))")
          .bind("name", server.name())
          .execute();
      boolean exists =
          handle
              .createQuery("select exists (select from servers where name = :name)")
              .bind("name", server.name())
              .mapTo(Boolean.class)
              .one();
      if (exists) {
        return Optional.empty();
      }
      Jumps.require(handle, server);
      String aliasOf = Machines.require(handle, server);
      keep(handle, server.credential(), login.key());
      keep(handle, passphraseOf(server.name()), login.passphrase());
      keep(handle, sudoPasswordOf(server.name()), login.sudoPassword());
      store(
          handle,
          server,
          login.key() != null,
          """
          insert into servers
            (organisation_id, name, address, port, user_name, credential, host_keys, labels, region,
             adapter, jump, certificate, agent, authorities, revoked)
          values (:organisation, :name, :address, :port, :user, :credential, cast(:hostKeys as jsonb),
            cast(:labels as jsonb), :region, :adapter, :jump, :certificate, :agent,
            cast(:authorities as jsonb), cast(:revoked as jsonb))
          """);
      handle.execute("update servers set alias_of = ? where name = ?", aliasOf, server.name());
      Quotas.check(handle, server.organisation(), Quota.SERVERS);
      tell(
          handle,
          EventKind.SERVER_ADDED,
          server.name(),
          Map.of("address", server.address(), "port", server.port()));
      return find(handle, server.name());
    });
  }

  /**
   * Changes a server of which something else is known by now, in one transaction.
   *
   * <p>Where it leads elsewhere then (another address, port, user or jump host), what was trusted
   * there is dropped: its pinned host keys, and the sudo password unless a new one comes with it.
   * Nobody who may change an address is to be handed a password by that.
   *
   * @param change from the server as it is to what it shall be; may throw to leave all as it is
   * @param login the secrets that change with it; what is null stays, what is empty goes
   * @return the server as it is then; empty if there is none of this name
   * @throws IllegalArgumentException that begins with {@code jump: } if there is no such way to it
   */
  public Optional<Server> change(
      String organisation, String called, UnaryOperator<Server> change, LoginSecrets login) {
    String name = ServerNames.full(organisation, called);
    return jdbi.inTransaction(handle -> {
      Jumps.lock(handle);
      Optional<Server> before =
          handle
              .createQuery(
                  """
                  select * from servers
                  where organisation_id = :organisation and name = :name for update
                  """)
              .bind("organisation", organisation)
              .bind("name", name)
              .map((rs, context) -> read(rs))
              .findOne();
      if (before.isEmpty()) {
        return before;
      }
      Server changed = change.apply(before.get());
      boolean elsewhere = changed.leadsElsewhereThan(before.get());
      Server after = elsewhere ? changed.withHostKeys(List.of()) : changed;
      Jumps.require(handle, after);
      if (elsewhere) {
        handle.execute("delete from secrets where name = ?", sudoPasswordOf(name));
      }
      boolean agent = after.access().agent() != null;
      // A passphrase belongs to its key, and neither is of use where an agent logs in.
      if (agent || login.key() != null) {
        handle.execute("delete from secrets where name = ?", passphraseOf(name));
      }
      keep(handle, after.credential(), login.key());
      keep(handle, passphraseOf(name), login.passphrase());
      keep(handle, sudoPasswordOf(name), login.sudoPassword());
      free(handle, before.get(), after, login);
      store(
          handle,
          after,
          !agent,
          """
          update servers set address = :address, port = :port, user_name = :user,
            credential = :credential, host_keys = cast(:hostKeys as jsonb),
            labels = cast(:labels as jsonb), region = :region, adapter = :adapter, jump = :jump,
            certificate = :certificate, agent = :agent, authorities = cast(:authorities as jsonb),
            revoked = cast(:revoked as jsonb)
          where organisation_id = :organisation and name = :name
          """);
      if (agent) {
        handle.execute("delete from secrets where name = ?", after.credential());
      }
      return Optional.of(after);
    });
  }

  /** What replaces a refused credential is tried at once. */
  private static void free(Handle handle, Server before, Server after, LoginSecrets login) {
    if (login.sudoPassword() != null) {
      CredentialRefusals.free(handle, before.name(), CredentialKind.SUDO_PASSWORD);
    }
    Access was = before.access();
    Access is = after.access();
    if (login.key() != null
        || !Objects.equals(was.agent(), is.agent())
        || !Objects.equals(was.certificate(), is.certificate())) {
      CredentialRefusals.free(handle, before.name(), CredentialKind.LOGIN_KEY);
    }
  }

  /** The full names of the servers whose jump host the one of this full name is. */
  public List<String> behind(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select name from servers where jump = :name order by name")
            .bind("name", name)
            .mapTo(String.class)
            .list());
  }

  /** The names of the secrets that are kept of servers. */
  public Set<String> secrets() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select name from secrets where starts_with(name, 'server/')")
            .mapTo(String.class)
            .set());
  }

  /** The server that is called so in an organisation. */
  public Optional<Server> find(String organisation, String called) {
    return byFullName(ServerNames.full(organisation, called))
        .filter(server -> server.organisation().equals(organisation));
  }

  /** The server of this full name, for whoever has got it from an operation or a server. */
  public Optional<Server> byFullName(String name) {
    return jdbi.withHandle(handle -> find(handle, name));
  }

  private static Optional<Server> find(Handle handle, String name) {
    return handle
        .createQuery("select * from servers where name = :name")
        .bind("name", name)
        .map((rs, context) -> read(rs))
        .findOne();
  }

  /** Those of these full names that are registered now, in whatever organisation. */
  public Set<String> known(Collection<String> names) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select name from servers where name = any(:names)")
            .bind("names", names.toArray(String[]::new))
            .mapTo(String.class)
            .set());
  }

  /** The servers of an organisation that a selector chooses, sorted by name. */
  public List<Server> select(String organisation, Selector selector) {
    return all(organisation).stream().filter(s -> selector.matches(s.name(), s.labels())).toList();
  }

  /** The regions that servers of any organisation are in. */
  public Set<String> regions() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select distinct region from servers where region is not null")
            .mapTo(String.class)
            .set());
  }

  /** Every server of an organisation, sorted by name. */
  public List<Server> all(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select * from servers where organisation_id = :organisation order by name")
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  /** Pins these host keys in place of the ones before; returns false if there is no such server. */
  public boolean trust(String organisation, String called, List<HostKey> hostKeys) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                update servers set host_keys = cast(:keys as jsonb)
                where organisation_id = :organisation and name = :name
                """)
            .bind("organisation", organisation)
            .bind("keys", JsonPayloads.write(hostKeys))
            .bind("name", ServerNames.full(organisation, called))
            .execute())
        == 1;
  }

  /** From now on the server of this full name is reached on this port. */
  public void moved(String name, int port) {
    jdbi.useHandle(
        handle -> handle.execute("update servers set port = ? where name = ?", port, name));
  }

  /** What became of the wish to remove a server. */
  public sealed interface Removal {
    record Removed() implements Removal {}

    record Unknown() implements Removal {}

    /** Refused: the operation with this id is still open on the server. */
    record InUse(String operation) implements Removal {}

    /** Refused: the server of this name is reached through it. */
    record JumpOf(String server) implements Removal {}

    /** Refused: the server of this name is an alias of it. */
    record AliasOf(String server) implements Removal {}
  }

  /** Forgets a server and the secrets of its login, unless an operation is open on it. */
  public Removal remove(String organisation, String called) {
    String name = ServerNames.full(organisation, called);
    return jdbi.inTransaction(handle -> {
      // Starting an operation locks the row for share, so neither overlooks the other.
      boolean known =
          handle
              .createQuery(
                  """
                  select true from servers
                  where organisation_id = :organisation and name = :name for update
                  """)
              .bind("organisation", organisation)
              .bind("name", name)
              .mapTo(Boolean.class)
              .findOne()
              .isPresent();
      if (!known) {
        return new Removal.Unknown();
      }
      Optional<String> open =
          handle
              .createQuery(
                  """
                  select o.id from operations o join operation_servers s on s.operation = o.id
                  where o.ended_at is null and s.server in (
                    select other.name from servers me join servers other
                      on other.name = me.name or (other.organisation_id = me.organisation_id
                        and other.machine_id = me.machine_id)
                    where me.name = :name)
                  limit 1
                  """)
              .bind("name", name)
              .mapTo(String.class)
              .findOne();
      // Also on another name of the machine: its lease may be held by this one.
      if (open.isPresent()) {
        return new Removal.InUse(open.get());
      }
      Optional<String> behind =
          handle
              .createQuery("select name from servers where jump = :name order by name limit 1")
              .bind("name", name)
              .mapTo(String.class)
              .findOne();
      if (behind.isPresent()) {
        return new Removal.JumpOf(ServerNames.within(behind.get()));
      }
      Optional<String> alias = Machines.aliasOf(handle, name);
      if (alias.isPresent()) {
        return new Removal.AliasOf(ServerNames.within(alias.get()));
      }
      handle.execute("delete from servers where name = ?", name);
      NamedSecretUses.forget(handle, name);
      // Names of servers have no slash in them: these are this server's and nobody else's.
      handle.execute("delete from secrets where starts_with(name, 'server/' || ? || '/')", name);
      tell(handle, EventKind.SERVER_REMOVED, name, Map.of());
      return new Removal.Removed();
    });
  }

  private static void tell(Handle handle, EventKind kind, String server, Map<String, ?> data) {
    Outbox.record(handle, NewEvent.ofServer(kind, ServerNames.organisation(server), server, data));
  }

  private static void store(Handle handle, Server server, boolean keyStored, String sql) {
    Access access = server.access();
    HostKey certificate = access.certificate();
    handle
        .createUpdate(sql)
        .bind("organisation", server.organisation())
        .bind("name", server.name())
        .bind("address", server.address())
        .bind("port", server.port())
        .bind("user", server.user())
        .bind("credential", keyStored ? server.credential() : null)
        .bind("hostKeys", JsonPayloads.write(server.hostKeys()))
        .bind("labels", JsonPayloads.write(server.labels()))
        .bind("region", server.region())
        .bind("adapter", access.adapter().word())
        .bind("jump", access.jump())
        .bind("certificate", certificate == null ? null : certificate.line())
        .bind("agent", access.agent())
        .bind("authorities", JsonPayloads.write(access.authorities()))
        .bind("revoked", JsonPayloads.write(access.revoked()))
        .execute();
  }

  private void keep(Handle handle, String name, @Nullable String value) {
    if (value == null) {
      return;
    }
    if (value.isEmpty()) {
      handle.execute("delete from secrets where name = ?", name);
    } else {
      secrets.put(handle, name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Server read(ResultSet rs) throws SQLException {
    String name = rs.getString("name");
    @Nullable String credential = rs.getString("credential");
    @Nullable String certificate = rs.getString("certificate");
    return new Server(
        name,
        rs.getString("address"),
        rs.getInt("port"),
        rs.getString("user_name"),
        credential == null ? credentialOf(name) : credential,
        JsonPayloads.read(rs.getString("host_keys"), new TypeReference<List<HostKey>>() {}),
        JsonPayloads.read(rs.getString("labels"), new TypeReference<Map<String, String>>() {}),
        rs.getString("region"),
        new Access(
            SshAdapter.of(rs.getString("adapter")),
            rs.getString("jump"),
            certificate == null ? null : HostKey.parse(certificate),
            rs.getString("agent"),
            JsonPayloads.read(rs.getString("authorities"), new TypeReference<List<HostKey>>() {}),
            JsonPayloads.read(rs.getString("revoked"), new TypeReference<List<String>>() {})),
        rs.getString("id"),
        rs.getString("alias_of"));
  }
}
