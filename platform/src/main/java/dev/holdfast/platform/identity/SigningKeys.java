package dev.holdfast.platform.identity;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.KeysetColumn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * The keys that sign access tokens: a new one each month, the private ones encrypted by the
 * platform's keyset and bound to their ids. Time is the database's.
 */
public final class SigningKeys {
  private static final Duration SIGNS = Duration.ofDays(30);

  /** The advisory lock of whoever makes one. */
  private static final long MAKING = 0x686f6c64_6b6579L;

  /** What the keyset encrypts of them. */
  public static final KeysetColumn COLUMN =
      new KeysetColumn("signing_keys", "kid", "text", "private_sealed", SigningKeys::associated);

  private final Jdbi jdbi;
  private final Keyset keyset;

  public SigningKeys(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
  }

  /**
   * A key, as JSON Web Keys.
   *
   * @param publicKey without its private part
   * @param privateKey the whole of it
   */
  public record Key(String kid, String publicKey, String privateKey) {}

  /** The key that signs now; one that this makes, where none is young enough. */
  public Key current(Supplier<Key> fresh) {
    return jdbi.inTransaction(handle -> {
      Optional<Key> before = newest(handle);
      if (before.isPresent()) {
        return before.get();
      }
      handle.execute("select pg_advisory_xact_lock(?)", MAKING);
      return newest(handle).orElseGet(() -> insert(handle, fresh.get()));
    });
  }

  /**
   * The public keys of tokens that may still be good.
   *
   * @param lifetime how long a token is good after it was signed
   */
  public List<String> published(Duration lifetime) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select public_jwk from signing_keys
                where created_at > now() - :seconds * interval '1 second'
                order by created_at desc
                """)
            .bind("seconds", SIGNS.plus(lifetime).toSeconds())
            .mapTo(String.class)
            .list());
  }

  private Optional<Key> newest(Handle handle) {
    return handle
        .createQuery(
            """
            select kid, public_jwk, private_sealed from signing_keys
            where created_at > now() - :seconds * interval '1 second'
            order by created_at desc limit 1
            """)
        .bind("seconds", SIGNS.toSeconds())
        .map((rs, context) ->
            new Key(
                rs.getString("kid"),
                rs.getString("public_jwk"),
                open(rs.getString("kid"), rs.getBytes("private_sealed"))))
        .findOne();
  }

  private Key insert(Handle handle, Key key) {
    handle.execute(
        "insert into signing_keys (kid, public_jwk, private_sealed) values (?, ?, ?)",
        key.kid(),
        key.publicKey(),
        keyset.encrypt(key.privateKey().getBytes(StandardCharsets.UTF_8), associated(key.kid())));
    return key;
  }

  private String open(String kid, byte[] sealed) {
    try {
      return new String(keyset.decrypt(sealed, associated(kid)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "Signing key '" + kid + "' cannot be decrypted with the keys of this platform", e);
    }
  }

  private static byte[] associated(String kid) {
    return ("signing-key/" + kid).getBytes(StandardCharsets.UTF_8);
  }
}
