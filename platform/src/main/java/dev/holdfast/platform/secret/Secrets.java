package dev.holdfast.platform.secret;

import dev.holdfast.platform.organisation.Organisations;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** Secrets by name, encrypted at rest and bound to their names. */
public final class Secrets {
  /** What the keyset encrypts of them. */
  public static final KeysetColumn COLUMN =
      new KeysetColumn("secrets", "name", "text", "ciphertext", Secrets::associated);

  private final Jdbi jdbi;
  private final Keyset keyset;

  public Secrets(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
  }

  /**
   * The name of a secret of an organisation. Those of the first one have the names that they had
   * before there were others.
   */
  public static String nameIn(String organisation, String name) {
    return organisation.equals(Organisations.DEFAULT)
        ? name
        : "organisation/" + organisation + "/" + name;
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

  /** The value of a secret; where there is none, this one, which is stored. */
  public byte[] findOrPut(String name, byte[] value) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into secrets (name, ciphertext) values (:name, :ciphertext)
                on conflict (name) do nothing
                """)
            .bind("name", name)
            .bind("ciphertext", keyset.encrypt(value, associated(name)))
            .execute());
    return find(name).orElseThrow();
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

  /**
   * The values of all secrets whose names begin so.
   *
   * @throws IllegalStateException if one cannot be decrypted with the keys of this platform
   */
  public List<byte[]> under(String prefix) {
    Map<String, byte[]> ciphers =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "select name, ciphertext from secrets where starts_with(name, :prefix)")
                .bind("prefix", prefix)
                .map((rs, context) -> Map.entry(rs.getString(1), rs.getBytes(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    return ciphers.entrySet().stream().map(e -> decrypt(e.getKey(), e.getValue())).toList();
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
