package dev.holdfast.platform.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.Array;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of 32 random bytes, of which only the SHA-256 is kept: whoever reads the database can use
 * none of them. Time is the database's.
 */
public final class Tokens {
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final String GOOD_ONCE =
      """
      sha256 = :sha256 and kind = :kind and used_at is null and expires_at > now()
        and exists (select from users where name = user_name and disabled_at is null)
        and (session_id is null
          or exists (select from login_sessions s where s.id = session_id and %s))\
      """
          .formatted(LoginSessions.IN_FORCE);

  private final Jdbi jdbi;

  public Tokens(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Issues a token.
   *
   * @param lifetime null for one that does not expire
   * @throws IllegalArgumentException if there is no such user
   */
  public String issue(String user, TokenKind kind, @Nullable Duration lifetime) {
    return issue(user, kind, lifetime, null);
  }

  /**
   * Issues a token that ends with a session.
   *
   * @param lifetime null for one that does not expire by itself
   * @param session null for none
   * @throws IllegalArgumentException if there is no such user
   */
  public String issue(
      String user, TokenKind kind, @Nullable Duration lifetime, @Nullable String session) {
    String token = fresh();
    int issued =
        jdbi.withHandle(handle ->
            handle
                .createUpdate(
                    """
                    insert into tokens
                      (sha256, user_name, organisation_id, kind, expires_at, session_id)
                    select :sha256, name, organisation_id, :kind,
                      now() + cast(:seconds as bigint) * interval '1 second', :session
                    from users where name = :user
                    """)
                .bind("sha256", sha256(token))
                .bind("user", user)
                .bind("kind", kind.word())
                .bind("session", session)
                .bind("seconds", lifetime == null ? null : lifetime.toSeconds())
                .execute());
    if (issued != 1) {
      throw new IllegalArgumentException("there is no user '" + user + "'");
    }
    return token;
  }

  /** A token that nobody has seen. */
  static String fresh() {
    byte[] bytes = new byte[BYTES];
    RANDOM.nextBytes(bytes);
    return "hf_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Whom a bearer token or a session stands for; empty if it is unknown or has expired. */
  public Optional<Identity> verify(String token) {
    return verify(sha256(token));
  }

  /** Whom a token stands for that was valid before; empty if it no longer is. */
  public Optional<Identity> verifyAgain(Identity before) {
    return verify(HexFormat.of().parseHex(before.token()));
  }

  private Optional<Identity> verify(byte[] sha256) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select u.name, u.organisation_id, u.admin, t.kind, t.permissions, t.session_id
                from tokens t join users u on u.name = t.user_name
                  left join login_sessions s on s.id = t.session_id
                where t.sha256 = :sha256 and t.kind not in ('one-time', 'mfa', 'provider-mfa')
                  and u.disabled_at is null
                  and (t.expires_at is null or t.expires_at > now())
                  and (t.session_id is null or %s)
                """
                    .formatted(LoginSessions.IN_FORCE))
            .bind("sha256", sha256)
            .map((rs, context) ->
                new Identity(
                    rs.getString("name"),
                    rs.getString("organisation_id"),
                    rs.getBoolean("admin"),
                    TokenKind.of(rs.getString("kind")),
                    HexFormat.of().formatHex(sha256),
                    limit(rs.getArray("permissions")),
                    rs.getString("session_id")))
            .findOne());
  }

  /**
   * Who has used up a token that is good once.
   *
   * @param endsAt when the session ends in which it was made; null if it was made in none
   */
  public record Redeemed(String user, @Nullable Instant endsAt) {}

  /** Uses up a token that is good once; empty if it was used before, has expired or never was. */
  public Optional<Redeemed> redeem(String token, TokenKind kind) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update tokens set used_at = now() where %s
                returning user_name,
                  (select ends_at from login_sessions s where s.id = session_id) as ends_at
                """
                    .formatted(GOOD_ONCE))
            .bind("sha256", sha256(token))
            .bind("kind", kind.word())
            .map((rs, context) -> {
              OffsetDateTime ends = rs.getObject("ends_at", OffsetDateTime.class);
              return new Redeemed(
                  rs.getString("user_name"), ends == null ? null : ends.toInstant());
            })
            .findOne());
  }

  /** Whose token that is good once this is, which stays good. */
  public Optional<String> holder(String token, TokenKind kind) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select user_name from tokens where " + GOOD_ONCE)
            .bind("sha256", sha256(token))
            .bind("kind", kind.word())
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

  private static @Nullable List<Permission> limit(@Nullable Array words) throws SQLException {
    return words == null
        ? null
        : Stream.of((String[]) words.getArray()).map(Permission::of).toList();
  }

  static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
