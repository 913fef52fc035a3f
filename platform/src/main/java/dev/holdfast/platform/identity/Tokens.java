package dev.holdfast.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of 32 random bytes, of which only the SHA-256 is kept: whoever reads the database can use
 * none of them. Time is the database's.
 */
public final class Tokens {
  private static final int BYTES = 32;

  private final Jdbi jdbi;
  private final SecureRandom random = new SecureRandom();

  public Tokens(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Issues a token.
   *
   * @param lifetime null for one that does not expire
   */
  public String issue(String user, TokenKind kind, @Nullable Duration lifetime) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = "hf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                insert into tokens (sha256, user_name, kind, expires_at)
                values (:sha256, :user, :kind,
                  now() + cast(:seconds as bigint) * interval '1 second')
                """)
            .bind("sha256", sha256(token))
            .bind("user", user)
            .bind("kind", kind.word())
            .bind("seconds", lifetime == null ? null : lifetime.toSeconds())
            .execute());
    return token;
  }

  /** Whom a bearer token or a session stands for; empty if it is unknown or has expired. */
  public Optional<Identity> verify(String token) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select u.name, u.admin, t.kind from tokens t join users u on u.name = t.user_name
                where t.sha256 = :sha256 and t.kind <> 'one-time'
                  and (t.expires_at is null or t.expires_at > now())
                """)
            .bind("sha256", sha256(token))
            .map((rs, context) ->
                new Identity(rs.getString(1), rs.getBoolean(2), TokenKind.of(rs.getString(3))))
            .findOne());
  }

  /** Uses up a one-time token; empty if it was used before, has expired or never was. */
  public Optional<String> redeem(String token) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update tokens set used_at = now()
                where sha256 = :sha256 and kind = 'one-time' and used_at is null
                  and expires_at > now()
                returning user_name
                """)
            .bind("sha256", sha256(token))
            .mapTo(String.class)
            .findOne());
  }

  /** Makes a token worthless. */
  public void revoke(String token) {
    jdbi.useHandle(handle -> handle.execute("delete from tokens where sha256 = ?", sha256(token)));
  }

  /** Forgets tokens that nobody can use any more. */
  public void forgetExpired() {
    jdbi.useHandle(handle -> handle.execute("delete from tokens where expires_at < now()"));
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
