package dev.holdfast.platform.identity;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who has logged in and not yet out. Time is the database's. */
public final class LoginSessions {
  /** Of the sessions {@code s}, those that are not over. */
  static final String IN_FORCE =
      "(s.ended_at is null and s.ends_at > now()"
          + " and s.last_used_at + s.idle_seconds * interval '1 second' > now())";

  /** How exactly the last use is known. */
  private static final String STALE = "s.last_used_at < now() - interval '15 seconds'";

  private static final int DAYS_KEPT = 30;
  private static final int LONGEST_CLIENT = 200;

  private final Jdbi jdbi;

  public LoginSessions(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * How long a session lasts.
   *
   * @param idle without being used
   * @param absolute in any case
   */
  public record Limits(Duration idle, Duration absolute) {
    /** The same, but not beyond the session that this one comes from; null: from none. */
    public Limits until(@Nullable Instant end) {
      if (end == null) {
        return this;
      }
      Duration left = Duration.between(Instant.now(), end);
      return left.compareTo(absolute) < 0 ? new Limits(idle, left) : this;
    }
  }

  /**
   * Begins a session.
   *
   * @param how {@code password}, {@code link} or {@code provider}
   * @param client from where: address and program
   * @throws IllegalArgumentException if there is no such user
   */
  public LoginSession begin(String user, String how, String client, Limits limits) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                insert into login_sessions as s
                  (id, organisation_id, user_name, how, client, idle_seconds, ends_at)
                select :id, organisation_id, name, :how, :client, :idle,
                  now() + :absolute * interval '1 second'
                from users where name = :user and disabled_at is null
                returning s.*
                """)
            .bind("id", "session-" + UUID.randomUUID())
            .bind("how", how)
            .bind("client", printable(client))
            .bind("idle", limits.idle().toSeconds())
            .bind("absolute", limits.absolute().toSeconds())
            .bind("user", user)
            .map((rs, context) -> session(rs))
            .findOne()
            .orElseThrow(() -> new IllegalArgumentException("there is no user '" + user + "'")));
  }

  /**
   * What an access token says, compared with what is so.
   *
   * @param outdated the session is good, but the user's authorisations have changed since
   */
  public record Checked(Identity identity, boolean outdated) {}

  /**
   * Whom a session stands for, which is used by this; empty if it is over or its user disabled.
   *
   * @param version the authorisation version that the caller knows; null: whichever
   */
  public Optional<Checked> use(String id, @Nullable Long version) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select u.name, u.organisation_id, u.admin, u.authorisation_version, %s as stale
                from login_sessions s join users u on u.name = s.user_name
                where s.id = :id and u.disabled_at is null and %s
                """
                    .formatted(STALE, IN_FORCE))
            .bind("id", id)
            .map((rs, context) -> {
              if (rs.getBoolean("stale")) {
                touch(handle, id);
              }
              return new Checked(
                  new Identity(
                      rs.getString("name"),
                      rs.getString("organisation_id"),
                      rs.getBoolean("admin"),
                      TokenKind.ACCESS,
                      "",
                      null,
                      id),
                  version != null && version != rs.getLong("authorisation_version"));
            })
            .findOne());
  }

  static void touch(Handle handle, String id) {
    handle.execute("update login_sessions set last_used_at = now() where id = ?", id);
  }

  /** The authorisation version of a user who there is. */
  public long version(String user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select authorisation_version from users where name = :name")
            .bind("name", user)
            .mapTo(Long.class)
            .one());
  }

  /**
   * Sessions that are not over, the newest first.
   *
   * @param user null for everybody's
   */
  public List<LoginSession> list(String organisation, @Nullable String user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select s.* from login_sessions s
                where s.organisation_id = :organisation and %s
                  and (cast(:user as text) is null or s.user_name = :user)
                order by s.created_at desc, s.id
                """
                    .formatted(IN_FORCE))
            .bind("organisation", organisation)
            .bind("user", user)
            .map((rs, context) -> session(rs))
            .list());
  }

  /** Ends a session; false if there is none of this id that is not over. */
  public boolean end(String organisation, String id, String by) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update login_sessions s set ended_at = now(), ended_by = ?
            where s.organisation_id = ? and s.id = ? and %s
            """
                .formatted(IN_FORCE),
            by,
            organisation,
            id))
        == 1;
  }

  /**
   * Ends the sessions of a user.
   *
   * @param but the one that stays; null for none
   */
  static void endAll(Handle handle, String user, @Nullable String but, String by) {
    handle.execute(
        """
        update login_sessions set ended_at = now(), ended_by = ?
        where user_name = ? and ended_at is null and id is distinct from cast(? as text)
        """,
        by,
        user,
        but);
  }

  /** Forgets sessions that are long over. */
  public void forgetOld() {
    jdbi.useHandle(handle ->
        handle.execute(
            "delete from login_sessions where ends_at < now() - ? * interval '1 day'", DAYS_KEPT));
  }

  private static String printable(String client) {
    String clean = client.replaceAll("\\p{Cntrl}", "?");
    return clean.substring(0, Math.min(clean.length(), LONGEST_CLIENT));
  }

  private static LoginSession session(ResultSet rs) throws SQLException {
    return new LoginSession(
        rs.getString("id"),
        rs.getString("user_name"),
        rs.getString("how"),
        rs.getString("client"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        rs.getObject("last_used_at", OffsetDateTime.class).toInstant(),
        rs.getObject("ends_at", OffsetDateTime.class).toInstant());
  }
}
