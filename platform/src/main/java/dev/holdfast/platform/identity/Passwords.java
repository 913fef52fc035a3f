package dev.holdfast.platform.identity;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The passwords of users, as hashes that somebody else makes and compares. */
public final class Passwords {
  private final Jdbi jdbi;

  public Passwords(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** The hash of a user's password; empty if there is no such user, it is disabled or has none. */
  public Optional<String> hash(String user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select password_hash from users
                where name = :name and disabled_at is null and password_hash is not null
                """)
            .bind("name", user)
            .mapTo(String.class)
            .findOne());
  }

  /** The hashes of the last passwords, the newest first, that of now among them. */
  public List<String> last(String organisation, String user, int count) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select hash from password_history
                where organisation_id = :organisation and user_name = :user
                order by id desc limit :count
                """)
            .bind("organisation", organisation)
            .bind("user", user)
            .bind("count", count)
            .mapTo(String.class)
            .list());
  }

  /**
   * Sets a password: the user's sessions are over, and tokens of before are outdated.
   *
   * @param but the session that stays; null for none
   * @param kept how many hashes are remembered
   * @return false if there is no such user
   */
  public boolean set(
      String organisation, String user, String hash, @Nullable String but, int kept, String by) {
    return jdbi.inTransaction(handle -> {
      int found =
          handle.execute(
              """
              update users set password_hash = ?, password_set_at = now(),
                authorisation_version = authorisation_version + 1
              where organisation_id = ? and name = ?
              """,
              hash,
              organisation,
              user);
      if (found != 1) {
        return false;
      }
      handle.execute(
          "insert into password_history (organisation_id, user_name, hash) values (?, ?, ?)",
          organisation,
          user,
          hash);
      handle.execute(
          """
          delete from password_history where organisation_id = ? and user_name = ? and id not in (
            select id from password_history where user_name = ? order by id desc limit ?)
          """,
          organisation,
          user,
          user,
          kept);
      LoginSessions.endAll(handle, user, but, by);
      // A login that has begun with the password of before must not come to its end.
      handle.execute(
          "delete from tokens where user_name = ? and kind in ('mfa', 'provider-mfa', 'one-time')",
          user);
      return true;
    });
  }
}
