package dev.holdfast.platform.sso;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Which users log in through identity providers. Nobody becomes a user by having the same name as
 * one. Thread-safe.
 */
public final class UserIdentities {
  private static final String PROVIDER = "identity provider";

  private final Jdbi jdbi;

  public UserIdentities(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Who a user is at an issuer; empty if they are not linked. */
  public Optional<UserIdentity> of(String organisation, String user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select i.* from user_identities i
                join identity_providers p using (organisation_id, issuer)
                where i.organisation_id = :organisation and i.user_name = :user
                """)
            .bind("organisation", organisation)
            .bind("user", user)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** What became of the wish to link a user. */
  public enum Linked {
    DONE,
    NO_USER,
    /** The subject is another user. */
    TAKEN
  }

  /** Says who of an issuer a user is; what was said before of this user is over. */
  public Linked link(String organisation, String issuer, String subject, String user, String by) {
    return jdbi.inTransaction(handle -> {
      if (!lock(handle, organisation, user)) {
        return Linked.NO_USER;
      }
      Optional<String> holder = user(handle, organisation, issuer, subject);
      if (holder.isPresent()) {
        return holder.get().equals(user) ? Linked.DONE : Linked.TAKEN;
      }
      end(handle, organisation, user, by);
      return insert(handle, organisation, issuer, subject, user, by)
              .filter(user::equals)
              .isPresent()
          ? Linked.DONE
          : Linked.TAKEN;
    });
  }

  /** Inserts a link unless there is one; returns whose it is. */
  private static Optional<String> insert(
      Handle handle, String organisation, String issuer, String subject, String user, String by) {
    handle.execute(
        """
        insert into user_identities (organisation_id, issuer, subject, user_name, linked_by)
        values (?, ?, ?, ?, ?) on conflict (organisation_id, issuer, subject) do nothing
        """,
        organisation,
        issuer,
        subject,
        user,
        by);
    return user(handle, organisation, issuer, subject);
  }

  private static Optional<String> user(
      Handle handle, String organisation, String issuer, String subject) {
    return handle
        .createQuery(
            """
            select user_name from user_identities
            where organisation_id = :organisation and issuer = :issuer and subject = :subject
            """)
        .bind("organisation", organisation)
        .bind("issuer", issuer)
        .bind("subject", subject)
        .mapTo(String.class)
        .findOne();
  }

  /**
   * Ends a user's links, with what groups have given and the sessions that began so; false if there
   * are none.
   */
  public boolean unlink(String organisation, String user, String by) {
    return jdbi.inTransaction(handle -> end(handle, organisation, user, by));
  }

  private static boolean end(Handle handle, String organisation, String user, String by) {
    int removed =
        handle.execute(
            "delete from user_identities where organisation_id = ? and user_name = ?",
            organisation,
            user);
    if (removed == 0) {
      return false;
    }
    ProviderGrants.revokeOf(handle, organisation, user, by);
    handle.execute(
        """
        update login_sessions set ended_at = now(), ended_by = ?
        where organisation_id = ? and user_name = ? and how = 'provider' and ended_at is null
        """,
        by,
        organisation,
        user);
    handle.execute(
        """
        delete from tokens
        where organisation_id = ? and user_name = ? and kind = 'provider-mfa'
        """,
        organisation,
        user);
    return true;
  }

  /** What an identity provider says, once it is proved. */
  public record Claims(String organisation, String issuer, String subject, Set<String> groups) {
    public Claims {
      groups = Set.copyOf(groups);
    }
  }

  /** Whom a login is by. */
  public sealed interface Login {
    /**
     * A user who may log in.
     *
     * @param made whether the login has made the user
     * @param added what the user's groups have newly given, as role and scope
     * @param ended what they give no longer
     */
    record By(String user, boolean made, Collection<String> added, Collection<String> ended)
        implements Login {
      public By {
        added = Set.copyOf(added);
        ended = Set.copyOf(ended);
      }
    }

    /** Nobody whom this platform knows, or lets in. */
    record Refused(@Nullable String user, String reason) implements Login {}
  }

  private record Found(String name, boolean administrator, boolean disabled) {}

  /**
   * Finds whom a login is by, makes the user where {@code creates} says so, and brings up to date
   * what the user's groups give.
   *
   * @param newName the name of a user who has to be made; null if the provider tells none that is
   *     good
   */
  public Login login(Claims claims, boolean creates, @Nullable String newName) {
    return jdbi.inTransaction(handle -> {
      Optional<Found> found = found(handle, claims);
      boolean made = false;
      if (found.isEmpty()) {
        if (!creates) {
          return new Login.Refused(
              null, "the subject '" + claims.subject() + "' is linked to no user (user link)");
        }
        if (newName == null) {
          return new Login.Refused(null, "the provider tells no name that a user can have");
        }
        if (!make(handle, claims, newName)) {
          return new Login.Refused(
              null,
              "there is a user '%s' already, and the subject '%s' is not linked to it (user link)"
                  .formatted(newName, claims.subject()));
        }
        made = true;
        found = found(handle, claims);
      }
      Found user = found.orElseThrow();
      if (user.disabled()) {
        return new Login.Refused(user.name(), "the user is disabled");
      }
      if (user.administrator()) {
        return new Login.Refused(
            user.name(), "administrators of the platform log in with their passwords");
      }
      ProviderGrants.Changes changes =
          ProviderGrants.bringUpToDate(
              handle, claims.organisation(), user.name(), new HashSet<>(claims.groups()));
      handle.execute(
          """
          update user_identities set last_login_at = now()
          where organisation_id = ? and issuer = ? and subject = ?
          """,
          claims.organisation(),
          claims.issuer(),
          claims.subject());
      return new Login.By(user.name(), made, changes.added(), changes.ended());
    });
  }

  private static Optional<Found> found(Handle handle, Claims claims) {
    return handle
        .createQuery(
            """
            select u.name, u.admin, u.disabled_at is not null as disabled
            from user_identities i
            join users u on u.name = i.user_name and u.organisation_id = i.organisation_id
            where i.organisation_id = :organisation and i.issuer = :issuer
              and i.subject = :subject
            """)
        .bind("organisation", claims.organisation())
        .bind("issuer", claims.issuer())
        .bind("subject", claims.subject())
        .map((rs, context) ->
            new Found(rs.getString("name"), rs.getBoolean("admin"), rs.getBoolean("disabled")))
        .findOne();
  }

  /** Makes a user with a link; false if there is a user of this name anywhere. */
  private static boolean make(Handle handle, Claims claims, String name) {
    int added =
        handle.execute(
            """
            insert into users (name, admin, organisation_id) values (?, false, ?)
            on conflict do nothing
            """,
            name,
            claims.organisation());
    // Of two first logins at once one makes the user, and the other finds the link.
    return added == 1
        ? insert(handle, claims.organisation(), claims.issuer(), claims.subject(), name, PROVIDER)
            .isPresent()
        : found(handle, claims).isPresent();
  }

  private static boolean lock(Handle handle, String organisation, String user) {
    return handle
        .createQuery(
            """
            select name from users
            where organisation_id = :organisation and name = :name for update
            """)
        .bind("organisation", organisation)
        .bind("name", user)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  private static UserIdentity read(ResultSet rs) throws SQLException {
    OffsetDateTime last = rs.getObject("last_login_at", OffsetDateTime.class);
    return new UserIdentity(
        rs.getString("issuer"),
        rs.getString("subject"),
        rs.getString("user_name"),
        rs.getString("linked_by"),
        rs.getObject("linked_at", OffsetDateTime.class).toInstant(),
        last == null ? null : last.toInstant());
  }
}
