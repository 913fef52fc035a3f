package dev.holdfast.platform.server;

import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.secret.Secrets;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.server.ServerNames;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The credentials of servers that are being rotated: the new ones are kept before a server hears of
 * them, the old ones until it has forgotten them. Thread-safe.
 */
public final class CredentialRotations {
  private static final String OLD_KEY = "old-login-key";

  private final Jdbi jdbi;
  private final Secrets secrets;

  public CredentialRotations(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  /** The name of the secret that holds the new login key of an operation. */
  public static String newKey(String server, String operation) {
    return of(server, operation) + "new-login-key";
  }

  /** The name of the secret that holds the login key that an operation replaces. */
  public static String oldKey(String server, String operation) {
    return of(server, operation) + OLD_KEY;
  }

  private static String passwordOf(String server, String operation) {
    return passwords(server) + operation;
  }

  private static String of(String server, String operation) {
    return "server/" + server + "/rotation/" + operation + "/";
  }

  private static String passwords(String server) {
    return "server/" + server + "/rotated-sudo-password/";
  }

  /**
   * The new login key, made by the first call; what the server's login key is then is kept with it.
   *
   * @throws IllegalStateException if the server has no login key
   */
  public String newKey(String server, String operation, Supplier<String> made) {
    String old =
        find(Servers.credentialOf(server))
            .orElseThrow(() -> new IllegalStateException("there is no login key of " + server));
    jdbi.useTransaction(handle -> {
      lock(handle, server);
      keepOldKey(handle, server, operation, old);
    });
    return text(secrets.findOrPut(newKey(server, operation), bytes(made.get())));
  }

  /** The new sudo password, made by the first call; the one of before is kept with it. */
  public String newPassword(String server, String operation, Supplier<String> made) {
    find(Servers.sudoPasswordOf(server))
        .ifPresent(old -> secrets.findOrPut(passwordOf(server, operation) + "/old", bytes(old)));
    return text(secrets.findOrPut(passwordOf(server, operation), bytes(made.get())));
  }

  /** Whether an operation keeps a new login key. */
  public boolean keepsKey(String server, String operation) {
    return find(newKey(server, operation)).isPresent();
  }

  /** The new sudo password of an operation; empty if it makes none. */
  public Optional<String> newPassword(String server, String operation) {
    return find(passwordOf(server, operation));
  }

  /** The sudo passwords that a server may take beside the stored one, the newest first. */
  public List<String> otherPasswords(String server) {
    return jdbi
        .withHandle(handle ->
            handle
                .createQuery(
                    """
                    select name from secrets where starts_with(name, :prefix)
                    order by updated_at desc, name
                    """)
                .bind("prefix", passwords(server))
                .mapTo(String.class)
                .list())
        .stream()
        .flatMap(name -> find(name).stream())
        .toList();
  }

  /** The names under which the login user of a server's machine is registered, its own first. */
  public List<String> names(String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select other.name from servers me join servers other
                  on other.organisation_id = me.organisation_id
                    and other.user_name = me.user_name
                    and (coalesce(other.alias_of, other.name) = coalesce(me.alias_of, me.name)
                      or other.machine_id = me.machine_id)
                where me.name = :name
                order by other.name <> me.name, other.name
                """)
            .bind("name", server)
            .mapTo(String.class)
            .list());
  }

  /**
   * Stores the new login key of an operation in the place of the old one, which is kept.
   *
   * @param name one of the names of the machine
   * @param key the new one
   * @return false if it is stored already
   */
  public boolean useNewKey(String name, String operation, String key) {
    return jdbi.inTransaction(handle -> {
      lock(handle, name);
      String stored = find(Servers.credentialOf(name)).orElse("");
      if (stored.equals(key)) {
        return false;
      }
      Optional<String> old = find(oldKey(name, operation));
      if (old.isPresent() && !old.get().equals(stored)) {
        throw new IllegalStateException(
            "somebody has given %s another login key meanwhile; it stays as it is".formatted(name));
      }
      keepOldKey(handle, name, operation, stored);
      secrets.put(handle, Servers.credentialOf(name), bytes(key));
      handle.execute("delete from secrets where name = ?", Servers.passphraseOf(name));
      CredentialRefusals.free(handle, name, CredentialKind.LOGIN_KEY);
      return true;
    });
  }

  /** Stores the login key again that was there before the operation; nothing where none is kept. */
  public void useOldKey(String name, String operation) {
    jdbi.useTransaction(handle -> {
      lock(handle, name);
      String kept = oldKey(name, operation);
      Optional<String> old = find(kept);
      if (old.isEmpty()) {
        return;
      }
      secrets.put(handle, Servers.credentialOf(name), bytes(old.get()));
      find(kept + "/passphrase")
          .ifPresent(phrase -> secrets.put(handle, Servers.passphraseOf(name), bytes(phrase)));
      CredentialRefusals.free(handle, name, CredentialKind.LOGIN_KEY);
    });
  }

  /**
   * Stores the sudo password that the machine of a server takes, under each name that has one;
   * nothing where somebody has stored another one meanwhile.
   *
   * @param seen what was stored when it was tried
   */
  public void usePassword(String server, String seen, String password) {
    jdbi.useTransaction(handle -> {
      lock(handle, server);
      if (!find(Servers.sudoPasswordOf(server)).filter(seen::equals).isPresent()) {
        return;
      }
      for (String name : names(server)) {
        if (!seen.equals(password) && find(Servers.sudoPasswordOf(name)).isPresent()) {
          secrets.put(handle, Servers.sudoPasswordOf(name), bytes(password));
        }
        CredentialRefusals.free(handle, name, CredentialKind.SUDO_PASSWORD);
      }
    });
  }

  /**
   * Forgets what an operation has kept, and tells of the rotation once.
   *
   * @param rotated for people and programs, such as {@code login-key}
   */
  public void end(String server, String operation, List<String> rotated) {
    List<String> names = names(server);
    boolean password = newPassword(server, operation).isPresent();
    jdbi.useTransaction(handle -> {
      int kept = 0;
      for (String name : names) {
        kept += forget(handle, of(name, operation));
        // What the server takes is known by now, so that those of earlier rotations go as well.
        kept += password ? forget(handle, passwords(name)) : 0;
      }
      for (String credential : kept == 0 ? List.<String>of() : rotated) {
        Outbox.record(
            handle,
            NewEvent.ofServer(
                EventKind.CREDENTIAL_ROTATED,
                ServerNames.organisation(server),
                server,
                Map.of("credential", credential, "operation", operation)));
      }
    });
  }

  private static int forget(Handle handle, String prefix) {
    return handle
        .createUpdate("delete from secrets where starts_with(name, :prefix)")
        .bind("prefix", prefix)
        .execute();
  }

  private void keepOldKey(Handle handle, String name, String operation, String key) {
    String kept = oldKey(name, operation);
    if (find(kept).isPresent()) {
      return;
    }
    secrets.put(handle, kept, bytes(key));
    @Nullable String passphrase = find(Servers.passphraseOf(name)).orElse(null);
    if (passphrase != null) {
      secrets.put(handle, kept + "/passphrase", bytes(passphrase));
    }
  }

  /** Whoever changes a server's login holds its row. */
  private static void lock(Handle handle, String server) {
    handle
        .createQuery("select id from servers where name = :name for update")
        .bind("name", Objects.requireNonNull(server))
        .mapTo(String.class)
        .findOne();
  }

  private Optional<String> find(String name) {
    return secrets.find(name).map(CredentialRotations::text);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
