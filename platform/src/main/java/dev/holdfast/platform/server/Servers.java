package dev.holdfast.platform.server;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.Selector;
import dev.holdfast.schemas.server.Server;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The servers that we manage, with their login keys and pinned host keys. */
public final class Servers {
  private final Jdbi jdbi;
  private final Secrets secrets;

  public Servers(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  /** The name of the secret that holds a server's login key. */
  public static String credentialOf(String server) {
    return "server/" + server + "/key";
  }

  /** The name of the secret that holds the passphrase of a server's login key. */
  public static String passphraseOf(String server) {
    return "server/" + server + "/passphrase";
  }

  /** The name of the secret that holds what a server's login user types for sudo. */
  public static String sudoPasswordOf(String server) {
    return "server/" + server + "/sudo-password";
  }

  /** Registers a server and its login; returns false if there is one of this name already. */
  public boolean add(Server server, LoginSecrets login) {
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
        return false;
      }
      keep(handle, server.credential(), login.key());
      keep(handle, passphraseOf(server.name()), login.passphrase());
      keep(handle, sudoPasswordOf(server.name()), login.sudoPassword());
      handle
          .createUpdate(
              """
              insert into servers
                (name, address, port, user_name, credential, host_keys, labels, region)
              values (:name, :address, :port, :user, :credential, cast(:hostKeys as jsonb),
                cast(:labels as jsonb), :region)
              """)
          .bind("name", server.name())
          .bind("address", server.address())
          .bind("port", server.port())
          .bind("user", server.user())
          .bind("credential", server.credential())
          .bind("hostKeys", JsonPayloads.write(server.hostKeys()))
          .bind("labels", JsonPayloads.write(server.labels()))
          .bind("region", server.region())
          .execute();
      return true;
    });
  }

  public Optional<Server> find(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from servers where name = :name")
            .bind("name", name)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** The servers that a selector chooses, sorted by name. */
  public List<Server> select(Selector selector) {
    return all().stream().filter(s -> selector.matches(s.name(), s.labels())).toList();
  }

  /** Every server, sorted by name. */
  public List<Server> all() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from servers order by name")
            .map((rs, context) -> read(rs))
            .list());
  }

  /** Pins these host keys in place of the ones before; returns false if there is no such server. */
  public boolean trust(String name, List<HostKey> hostKeys) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("update servers set host_keys = cast(:keys as jsonb) where name = :name")
            .bind("keys", JsonPayloads.write(hostKeys))
            .bind("name", name)
            .execute())
        == 1;
  }

  /** From now on the server is reached on this port. */
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
  }

  /** Forgets a server and the secrets of its login, unless an operation is open on it. */
  public Removal remove(String name) {
    return jdbi.inTransaction(handle -> {
      // Starting an operation locks the row for share, so neither overlooks the other.
      boolean known =
          handle
              .createQuery("select true from servers where name = :name for update")
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
                  where s.server = :name and o.ended_at is null limit 1
                  """)
              .bind("name", name)
              .mapTo(String.class)
              .findOne();
      if (open.isPresent()) {
        return new Removal.InUse(open.get());
      }
      handle.execute("delete from servers where name = ?", name);
      // Names of servers have no slash in them: these are this server's and nobody else's.
      handle.execute("delete from secrets where starts_with(name, 'server/' || ? || '/')", name);
      return new Removal.Removed();
    });
  }

  private void keep(Handle handle, String name, @Nullable String value) {
    if (value != null) {
      secrets.put(handle, name, value.getBytes(StandardCharsets.UTF_8));
    }
  }

  private static Server read(ResultSet rs) throws SQLException {
    return new Server(
        rs.getString("name"),
        rs.getString("address"),
        rs.getInt("port"),
        rs.getString("user_name"),
        rs.getString("credential"),
        JsonPayloads.read(rs.getString("host_keys"), new TypeReference<List<HostKey>>() {}),
        JsonPayloads.read(rs.getString("labels"), new TypeReference<Map<String, String>>() {}),
        rs.getString("region"));
  }
}
