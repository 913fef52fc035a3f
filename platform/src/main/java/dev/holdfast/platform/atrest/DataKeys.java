package dev.holdfast.platform.atrest;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.KeysetColumn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The data keys of the platform, encrypted by its keyset. They are remembered for a minute, so that
 * many values of an owner cost one look; so long another process may still read what was erased.
 * Thread-safe.
 */
public final class DataKeys {
  /** What the keyset encrypts of them, for each kind of owner. */
  public static final List<KeysetColumn> COLUMNS =
      Arrays.stream(KeyOwner.Kind.values())
          .map(kind ->
              new KeysetColumn(
                  "data_keys",
                  kind.column(),
                  kind.type(),
                  "wrapped",
                  id -> associated(new KeyOwner(kind, id))))
          .toList();

  private final Jdbi jdbi;
  private final Keyset keyset;
  private final RememberedKeys remembered = new RememberedKeys();

  /**
   * @param keyset encrypts the data keys
   */
  public DataKeys(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
  }

  /**
   * The key with which an owner's content is encrypted; the first time it is made. Not to be called
   * within a transaction, which would have to wait for another one.
   *
   * @throws ErasedException if the owner's content was erased
   */
  public DataKey of(KeyOwner owner) {
    return find(owner)
        .orElseGet(() -> {
          jdbi.useHandle(handle -> insert(handle, owner, DataKey.generate()));
          return find(owner).orElseThrow(() -> new ErasedException(owner));
        });
  }

  /** The key of an owner; none if it is erased, or nothing was ever encrypted. */
  public Optional<DataKey> find(KeyOwner owner) {
    return Optional.ofNullable(find(List.of(owner)).get(owner));
  }

  /** The keys of those of these owners, all of one kind, that have one. */
  public Map<KeyOwner, DataKey> find(Collection<KeyOwner> owners) {
    Map<KeyOwner, DataKey> found = new HashMap<>();
    List<KeyOwner> wanted = new ArrayList<>();
    for (KeyOwner owner : owners) {
      DataKey known = remembered.get(owner);
      if (known == null) {
        wanted.add(owner);
      } else {
        found.put(owner, known);
      }
    }
    if (!wanted.isEmpty()) {
      Map<KeyOwner, DataKey> read = read(wanted.getFirst().kind(), wanted);
      read.forEach(remembered::put);
      found.putAll(read);
    }
    return found;
  }

  private Map<KeyOwner, DataKey> read(KeyOwner.Kind kind, List<KeyOwner> owners) {
    Map<String, byte[]> wrapped = new HashMap<>();
    jdbi.useHandle(handle ->
        handle
            .createQuery(
                """
                select cast(%1$s as text), wrapped from data_keys
                where %1$s = any(cast(:owners as %2$s[])) and wrapped is not null
                """
                    .formatted(kind.column(), kind.type()))
            .bindArray("owners", String.class, owners.stream().map(KeyOwner::id).toList())
            .map((rs, context) -> wrapped.put(rs.getString(1), rs.getBytes(2)))
            .list());
    Map<KeyOwner, DataKey> keys = new HashMap<>();
    wrapped.forEach((id, cipher) -> {
      KeyOwner owner = new KeyOwner(kind, id);
      keys.put(owner, unwrap(owner, cipher));
    });
    return keys;
  }

  /** Stores a new key in the transaction that makes its owner. */
  public void insert(Handle handle, KeyOwner owner, DataKey key) {
    int inserted =
        handle
            .createUpdate(
                """
                insert into data_keys (%1$s, wrapped) values (cast(:owner as %2$s), :wrapped)
                on conflict (%1$s) do nothing
                """
                    .formatted(owner.kind().column(), owner.kind().type()))
            .bind("owner", owner.id())
            .bind("wrapped", keyset.encrypt(key.secret(), associated(owner)))
            .execute();
    if (inserted == 1 && handle.isInTransaction()) {
      handle.afterCommit(() -> remembered.put(owner, key));
    }
  }

  /**
   * Erases all that is encrypted for an owner, for good. What is still in clear has to be deleted
   * in the same transaction.
   */
  public void erase(Handle handle, KeyOwner owner) {
    handle
        .createUpdate(
            """
            insert into data_keys (%1$s, erased_at) values (cast(:owner as %2$s), now())
            on conflict (%1$s) do update
              set wrapped = null, erased_at = coalesce(data_keys.erased_at, now())
            """
                .formatted(owner.kind().column(), owner.kind().type()))
        .bind("owner", owner.id())
        .execute();
    handle.afterCommit(() -> remembered.forget(owner));
  }

  /** How well the remembered keys serve. */
  public CacheFigures cache() {
    return remembered.figures();
  }

  private DataKey unwrap(KeyOwner owner, byte[] wrapped) {
    try {
      return new DataKey(keyset.decrypt(wrapped, associated(owner)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The data key of %s cannot be decrypted with the keys of this platform: is keyset.json the one with which it was encrypted?"
              .formatted(owner.id()),
          e);
    }
  }

  /** No name of a secret: those hold no NUL. */
  private static byte[] associated(KeyOwner owner) {
    return "data-key\0%s\0%s"
        .formatted(owner.kind().column(), owner.id())
        .getBytes(StandardCharsets.UTF_8);
  }
}
