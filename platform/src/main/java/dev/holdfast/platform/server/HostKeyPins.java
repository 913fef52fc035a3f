package dev.holdfast.platform.server;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.server.HostKey;
import dev.holdfast.schemas.server.ServerNames;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The host keys that are pinned for a server while it changes from some to others: all of both are
 * trusted until it is known which it has. Every name of the machine is kept alike. Thread-safe.
 */
public final class HostKeyPins {
  private static final TypeReference<List<HostKey>> KEYS = new TypeReference<>() {};
  private static final TypeReference<Changing> CHANGING = new TypeReference<>() {};

  private final Jdbi jdbi;

  public HostKeyPins(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * @param changing what is not decided yet; null where all is
   */
  private record Pinned(String name, List<HostKey> keys, @Nullable Changing changing) {}

  private record Changing(String operation, List<HostKey> old, List<HostKey> fresh) {}

  /**
   * The server is about to show other keys. Names for which none of the old ones is pinned stay as
   * they are, because nobody has vouched for the server there.
   */
  public void expect(String server, String operation, List<HostKey> old, List<HostKey> fresh) {
    jdbi.useTransaction(handle -> {
      for (Pinned pinned : names(handle, server)) {
        if (old.stream().noneMatch(pinned.keys::contains)) {
          continue;
        }
        // What an earlier change has left open is decided together with this one.
        Changing open = pinned.changing;
        List<HostKey> maybe = open == null ? old : union(old, union(open.old, open.fresh));
        maybe = maybe.stream().filter(key -> !fresh.contains(key)).toList();
        store(
            handle, pinned.name, union(pinned.keys, fresh), new Changing(operation, maybe, fresh));
      }
    });
  }

  /** Whether it is not known which of two sets of keys the server has. */
  public boolean isChanging(String server) {
    return jdbi.inTransaction(
        handle -> names(handle, server).stream().anyMatch(pinned -> pinned.changing != null));
  }

  /**
   * Of the keys that it might have been, the server has these; the others are not trusted any more.
   *
   * @return whether that was not known yet
   */
  public boolean settle(String server, Collection<HostKey> inPlace) {
    return jdbi.inTransaction(handle -> {
      List<Pinned> open =
          names(handle, server).stream().filter(pinned -> pinned.changing != null).toList();
      for (Pinned pinned : open) {
        Changing changing = Objects.requireNonNull(pinned.changing);
        List<HostKey> maybe = union(changing.old, changing.fresh);
        List<HostKey> left =
            pinned.keys.stream()
                .filter(key -> inPlace.contains(key) || !maybe.contains(key))
                .toList();
        store(handle, pinned.name, left, null);
        if (pinned.name.equals(server) && changing.old.stream().noneMatch(inPlace::contains)) {
          Outbox.record(
              handle,
              NewEvent.ofServer(
                  EventKind.CREDENTIAL_ROTATED,
                  ServerNames.organisation(server),
                  server,
                  Map.of("credential", "host-keys", "operation", changing.operation)));
        }
      }
      return !open.isEmpty();
    });
  }

  private static List<HostKey> union(List<HostKey> one, List<HostKey> other) {
    return Stream.concat(one.stream(), other.stream()).distinct().toList();
  }

  private static List<Pinned> names(Handle handle, String server) {
    return handle
        .createQuery(
            """
            select other.name, other.host_keys, other.changing_host_keys
            from servers other
            where exists (
              select from servers me
              where me.name = :name and me.organisation_id = other.organisation_id
                and (coalesce(other.alias_of, other.name) = coalesce(me.alias_of, me.name)
                  or other.machine_id = me.machine_id))
            order by other.name for update
            """)
        .bind("name", server)
        .map((rs, _) -> {
          String changing = rs.getString("changing_host_keys");
          return new Pinned(
              rs.getString("name"),
              JsonPayloads.read(rs.getString("host_keys"), KEYS),
              changing == null ? null : JsonPayloads.read(changing, CHANGING));
        })
        .list();
  }

  private static void store(
      Handle handle, String name, List<HostKey> keys, @Nullable Changing changing) {
    handle
        .createUpdate(
            """
            update servers set host_keys = cast(:keys as jsonb),
              changing_host_keys = cast(:changing as jsonb)
            where name = :name
            """)
        .bind("name", name)
        .bind("keys", JsonPayloads.write(keys))
        .bind("changing", changing == null ? null : JsonPayloads.write(changing))
        .execute();
  }
}
