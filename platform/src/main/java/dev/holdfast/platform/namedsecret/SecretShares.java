package dev.holdfast.platform.namedsecret;

import dev.holdfast.schemas.secret.SecretReference;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Jdbi;

/**
 * Tokens that lead to a version of a secret, once and for a time. Only their SHA-256 is kept. Time
 * is the database's. Thread-safe.
 */
public final class SecretShares {
  private static final String PREFIX = "hfs_";
  private static final int BYTES = 32;
  private static final Pattern TOKEN = Pattern.compile(PREFIX + "[A-Za-z0-9_-]{43}");

  private final Jdbi jdbi;
  private final SecureRandom random = new SecureRandom();

  public SecretShares(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** A token that was made. */
  public record Made(String token, int version, Instant expiresAt) {}

  /**
   * What was opened.
   *
   * @param organisation the one that the secret belongs to
   * @param by who had made the token
   */
  public record Opened(String organisation, SecretReference secret, String by) {}

  /** Whether a text can be a token at all. */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  /** Makes a token for the newest version of a secret; empty if there is no such secret. */
  public Optional<Made> make(String organisation, String name, Duration lifetime, String by) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    String token = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return jdbi.withHandle(handle -> {
      handle.execute(
          "delete from named_secret_shares where expires_at < now() or opened_at is not null");
      return handle
          .createQuery(
              """
              insert into named_secret_shares (sha256, secret, version, created_by, expires_at)
              select :sha256, id, last_version, :by, now() + :seconds * interval '1 second'
              from named_secrets
              where organisation_id = :organisation and name = :name and last_version > 0
                and lease is null
              returning version, expires_at
              """)
          .bind("organisation", organisation)
          .bind("sha256", sha256(token))
          .bind("by", by)
          .bind("seconds", lifetime.toSeconds())
          .bind("name", name)
          .map((rs, context) ->
              new Made(
                  token,
                  rs.getInt("version"),
                  rs.getObject("expires_at", OffsetDateTime.class).toInstant()))
          .findOne();
    });
  }

  /** Uses up a token; empty if it was used before, has expired or never was. */
  public Optional<Opened> open(String token) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                update named_secret_shares h set opened_at = now() from named_secrets s
                where h.secret = s.id and h.sha256 = :sha256 and h.opened_at is null
                  and h.expires_at > now()
                  and exists (select from users u
                    where u.name = h.created_by and u.disabled_at is null)
                returning s.organisation_id, s.name, h.version, h.created_by
                """)
            .bind("sha256", sha256(token))
            .map((rs, context) ->
                new Opened(
                    rs.getString("organisation_id"),
                    new SecretReference(rs.getString("name"), rs.getInt("version")),
                    rs.getString("created_by")))
            .findOne());
  }

  private static byte[] sha256(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
