package dev.holdfast.platform.secret;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Secrets by name, encrypted at rest and bound to their names. */
public final class Secrets {
  private final Jdbi jdbi;
  private final Keyset keyset;

  public Secrets(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
  }

  /** Stores a secret; one of the same name is replaced. */
  public void put(String name, byte[] value) {
    jdbi.useHandle(handle -> put(handle, name, value));
  }

  /** Stores a secret in the transaction of {@code handle}. */
  public void put(Handle handle, String name, byte[] value) {
    handle
        .createUpdate(
            """
            insert into secrets (name, ciphertext) values (:name, :ciphertext)
            on conflict (name) do update set ciphertext = excluded.ciphertext, updated_at = now()
            """)
        .bind("name", name)
        .bind("ciphertext", keyset.encrypt(value, associated(name)))
        .execute();
  }

  /**
   * The value of a secret.
   *
   * @throws IllegalStateException if it cannot be decrypted with the keys of this platform
   */
  public Optional<byte[]> find(String name) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery("select ciphertext from secrets where name = :name")
                .bind("name", name)
                .map((rs, context) -> rs.getBytes(1))
                .findOne())
        .map(cipher -> decrypt(name, cipher));
  }

  private byte[] decrypt(String name, byte[] cipher) {
    try {
      return keyset.decrypt(cipher, associated(name));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Secret '" + name + "' cannot be decrypted with the keys of this platform", e);
    }
  }

  private static byte[] associated(String name) {
    return name.getBytes(StandardCharsets.UTF_8);
  }
}
