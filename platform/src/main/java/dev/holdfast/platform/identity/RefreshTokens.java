package dev.holdfast.platform.identity;

import dev.holdfast.platform.atrest.KeyedDigests;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Tokens with which a session gets new access tokens: each is good once and has one successor. One
 * that comes a second time was stolen, by its first user or its second, and ends the session;
 * unless it comes at once, from a program that has not heard the answer.
 */
public final class RefreshTokens {
  /** How long one is good at most; the session may end before. */
  public static final Duration LIFETIME = Duration.ofDays(7);

  private static final int SECONDS_AGAIN = 10;
  private static final String PREFIX = "hfr_";

  private final Jdbi jdbi;
  private final KeyedDigests digests;

  public RefreshTokens(Jdbi jdbi, KeyedDigests digests) {
    this.jdbi = jdbi;
    this.digests = digests;
  }

  /** A token and when it ends. */
  public record Issued(String token, Instant expiresAt) {}

  /** What became of a token. */
  public sealed interface Refreshed {
    /** It was good, and this is its successor. */
    record Rotated(String session, String user, Issued next) implements Refreshed {}

    /** It was used before: its session is over. */
    record Reused(String session, String user) implements Refreshed {}

    /** It is unknown, or over. */
    record Refused() implements Refreshed {}
  }

  private record Row(
      String session,
      String organisation,
      String user,
      boolean good,
      boolean used,
      boolean again) {}

  /** The first token of a session. */
  public Issued first(String session) {
    String token = PREFIX + Tokens.fresh().substring("hf_".length());
    return jdbi.withHandle(handle -> insert(handle, session, token));
  }

  /** Exchanges a token for its successor; all of it or nothing. */
  public Refreshed refresh(String token) {
    byte[] sha256 = Tokens.sha256(token);
    return jdbi.inTransaction(handle -> {
      Optional<Row> found = find(handle, sha256);
      if (found.isEmpty() || !found.get().good()) {
        return new Refreshed.Refused();
      }
      Row row = found.get();
      if (row.used() && !row.again()) {
        handle.execute(
            "update login_sessions set ended_at = now(), ended_by = 'token used twice' where id = ?",
            row.session());
        Outbox.record(
            handle,
            new NewEvent(
                EventKind.LOGIN_TOKEN_REUSED,
                row.organisation(),
                "login",
                null,
                null,
                Map.of("user", row.user(), "session", row.session())));
        return new Refreshed.Reused(row.session(), row.user());
      }
      handle.execute(
          "update refresh_tokens set used_at = coalesce(used_at, now()) where sha256 = ?", sha256);
      LoginSessions.touch(handle, row.session());
      return new Refreshed.Rotated(
          row.session(), row.user(), insert(handle, row.session(), successor(token)));
    });
  }

  /** Forgets tokens that nobody can use any more. */
  public void forgetExpired() {
    jdbi.useHandle(handle -> handle.execute("delete from refresh_tokens where expires_at < now()"));
  }

  private static Optional<Row> find(Handle handle, byte[] sha256) {
    return handle
        .createQuery(
            """
            select s.id, s.organisation_id, s.user_name, r.used_at is not null as used,
              coalesce(r.used_at > now() - :again * interval '1 second', false) as again,
              r.expires_at > now() and u.disabled_at is null and %s as good
            from refresh_tokens r join login_sessions s on s.id = r.session_id
              join users u on u.name = s.user_name
            where r.sha256 = :sha256 for update of r, s
            """
                .formatted(LoginSessions.IN_FORCE))
        .bind("again", SECONDS_AGAIN)
        .bind("sha256", sha256)
        .map((rs, context) ->
            new Row(
                rs.getString("id"),
                rs.getString("organisation_id"),
                rs.getString("user_name"),
                rs.getBoolean("good"),
                rs.getBoolean("used"),
                rs.getBoolean("again")))
        .findOne();
  }

  /** The same each time, and known to nobody who has only the token. */
  private String successor(String token) {
    String digest = digests.of("refresh-token", token).substring(KeyedDigests.PREFIX.length());
    return PREFIX
        + Base64.getUrlEncoder().withoutPadding().encodeToString(HexFormat.of().parseHex(digest));
  }

  private static Issued insert(Handle handle, String session, String token) {
    return handle
        .createQuery(
            """
            insert into refresh_tokens (sha256, session_id, expires_at)
            values (:sha256, :session, now() + :seconds * interval '1 second')
            on conflict (sha256) do update set session_id = excluded.session_id
            returning expires_at
            """)
        .bind("sha256", Tokens.sha256(token))
        .bind("session", session)
        .bind("seconds", LIFETIME.toSeconds())
        .map((rs, context) ->
            new Issued(token, rs.getObject("expires_at", OffsetDateTime.class).toInstant()))
        .one();
  }
}
