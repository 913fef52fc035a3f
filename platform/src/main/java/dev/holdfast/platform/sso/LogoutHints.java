package dev.holdfast.platform.sso;

import dev.holdfast.platform.secret.Keyset;
import dev.holdfast.platform.secret.KeysetColumn;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;

/**
 * The ID tokens of sessions that began at an identity provider, encrypted by the platform's keyset:
 * shown to the provider again, they say whose session is to end there. The end of a session deletes
 * its own. Thread-safe.
 */
public final class LogoutHints {
  /** What the keyset encrypts of them. */
  public static final KeysetColumn COLUMN =
      new KeysetColumn("logout_hints", "login", "text", "hint_sealed", LogoutHints::associated);

  /** A longer one makes an address that not every program takes. */
  private static final int LONGEST = 6000;

  private final Jdbi jdbi;
  private final Keyset keyset;

  public LogoutHints(Jdbi jdbi, Keyset keyset) {
    this.jdbi = jdbi;
    this.keyset = keyset;
  }

  /** Keeps the ID token of a login that has begun no session yet, unless it is very long. */
  public void keep(IdentityProvider provider, String login, String token) {
    if (token.length() > LONGEST) {
      return;
    }
    byte[] sealed = keyset.encrypt(token.getBytes(StandardCharsets.UTF_8), associated(login));
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into logout_hints (login, organisation_id, issuer, hint_sealed)
            values (?, ?, ?, ?) on conflict (login) do nothing
            """,
            login,
            provider.organisation(),
            provider.issuer(),
            sealed));
  }

  /**
   * A code is asked for before the session of a login begins.
   *
   * @param token that has to be shown with the code
   */
  public void awaitCode(String organisation, String login, String token) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update logout_hints set code_sha256 = ? where organisation_id = ? and login = ?",
            sha256(token),
            organisation,
            login));
  }

  /** The session of a login has begun. */
  public void follow(String organisation, String login, String session) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update logout_hints set session_id = ? where organisation_id = ? and login = ?",
            session,
            organisation,
            login));
  }

  /** The session has begun after the code that was shown with a token. */
  public void followCode(String token, String session) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update logout_hints set session_id = ?, code_sha256 = null where code_sha256 = ?",
            session,
            sha256(token)));
  }

  /** The ID token that a session began with, if it is of the provider that there is now. */
  public Optional<String> of(IdentityProvider provider, String session) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select login, hint_sealed from logout_hints
                where organisation_id = :organisation and issuer = :issuer
                  and session_id = :session
                """)
            .bind("organisation", provider.organisation())
            .bind("issuer", provider.issuer())
            .bind("session", session)
            .map((rs, context) -> open(rs.getString("login"), rs.getBytes("hint_sealed")))
            .findOne());
  }

  /** Forgets those of sessions that never began, or are over without having been ended. */
  public void forgetExpired() {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            delete from logout_hints h where h.kept_at < now() - interval '1 hour'
              and not exists (select from login_sessions s where s.id = h.session_id
                and s.ended_at is null and s.ends_at > now()
                and s.last_used_at + s.idle_seconds * interval '1 second' > now())
            """));
  }

  private String open(String login, byte[] sealed) {
    try {
      return new String(keyset.decrypt(sealed, associated(login)), StandardCharsets.UTF_8);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "The ID token of '" + login + "' cannot be decrypted with the platform's keys", e);
    }
  }

  private static byte[] associated(String login) {
    return ("logout-hint/" + login).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
