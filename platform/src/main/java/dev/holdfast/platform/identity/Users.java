package dev.holdfast.platform.identity;

import dev.holdfast.platform.organisation.Organisations;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The people, and programs, that may use the platform. */
public final class Users {
  /** What users may be called. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,62}");

  private final Jdbi jdbi;

  public Users(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Makes sure that this administrator exists; one that exists is left as it is. */
  public void ensureAdmin(String name) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into users (name, admin, organisation_id) values (?, true, ?)
            on conflict do nothing
            """,
            name,
            Organisations.DEFAULT));
  }

  /**
   * Whom the platform acts for in an organisation without a token; empty if the user is disabled or
   * gone, or belongs to another one and is no administrator of the platform.
   */
  public Optional<Identity> acting(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select admin from users
                where (organisation_id = :organisation or admin) and name = :name
                  and disabled_at is null
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .map((rs, context) ->
                new Identity(
                    name, organisation, rs.getBoolean("admin"), TokenKind.CLI, "", null, null))
            .findOne());
  }

  /** Whether there is a user of this name. */
  public boolean exists(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select exists (select from users where name = :name)")
            .bind("name", name)
            .mapTo(Boolean.class)
            .one());
  }

  /** The organisation that a user belongs to; empty if there is no such user. */
  public Optional<String> organisation(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select organisation_id from users where name = :name")
            .bind("name", name)
            .mapTo(String.class)
            .findOne());
  }

  /** The users of an organisation by name. */
  public List<User> list(String organisation) {
    return select(organisation, null);
  }

  public Optional<User> find(String organisation, String name) {
    return select(organisation, name).stream().findFirst();
  }

  private List<User> select(String organisation, @Nullable String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select name, admin, created_at, disabled_at from users
                where organisation_id = :organisation
                  and (cast(:name as text) is null or name = :name)
                order by name
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .map((rs, context) -> user(rs))
            .list());
  }

  /** Adds a user who may do nothing yet; false if the name is taken. */
  public boolean add(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            insert into users (name, admin, organisation_id) values (?, false, ?)
            on conflict do nothing
            """,
            name,
            organisation))
        == 1;
  }

  /** What became of the wish to change a user. */
  public enum Change {
    DONE,
    UNKNOWN,
    /** The platform's own administrator stays. */
    ADMINISTRATOR,
    /** The user has started operations, whose records name it. */
    NAMED_BY_OPERATIONS
  }

  /** Makes all tokens of a user worthless, or good again; repeating it changes nothing. */
  public Change disable(String organisation, String name, boolean disabled) {
    return jdbi.inTransaction(handle -> {
      Optional<Boolean> administrator = lock(handle, organisation, name);
      if (administrator.isEmpty()) {
        return Change.UNKNOWN;
      }
      if (administrator.get()) {
        return Change.ADMINISTRATOR;
      }
      handle.execute(
          disabled
              ? "update users set disabled_at = coalesce(disabled_at, now()) where name = ?"
              : "update users set disabled_at = null where name = ?",
          name);
      if (disabled) {
        LoginSessions.endAll(handle, name, null, "disabled");
      }
      return Change.DONE;
    });
  }

  /**
   * Removes a user with its tokens and grants. One that has started operations or approved their
   * plans can be disabled only: whoever got the name next would own them.
   */
  public Change remove(String organisation, String name) {
    return jdbi.inTransaction(handle -> {
      Optional<Boolean> administrator = lock(handle, organisation, name);
      if (administrator.isEmpty()) {
        return Change.UNKNOWN;
      }
      if (administrator.get()) {
        return Change.ADMINISTRATOR;
      }
      boolean named =
          handle
              .createQuery(
                  """
                  select exists (select from operations where initiator = :name)
                    or exists (select from approvals where decided_by = :name)
                  """)
              .bind("name", name)
              .mapTo(Boolean.class)
              .one();
      if (named) {
        return Change.NAMED_BY_OPERATIONS;
      }
      handle.execute("delete from users where name = ?", name);
      return Change.DONE;
    });
  }

  /** Whether the user of this name is an administrator; empty if there is none. */
  private static Optional<Boolean> lock(Handle handle, String organisation, String name) {
    return handle
        .createQuery(
            """
            select admin from users
            where organisation_id = :organisation and name = :name for update
            """)
        .bind("organisation", organisation)
        .bind("name", name)
        .mapTo(Boolean.class)
        .findOne();
  }

  private static User user(ResultSet rs) throws SQLException {
    OffsetDateTime disabled = rs.getObject("disabled_at", OffsetDateTime.class);
    return new User(
        rs.getString("name"),
        rs.getBoolean("admin"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        disabled == null ? null : disabled.toInstant());
  }
}
