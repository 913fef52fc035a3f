package dev.holdfast.platform.identity;

import dev.holdfast.platform.identity.Subject.Held;
import dev.holdfast.schemas.server.Selector;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * Who has which role where. Time is the database's; nothing is remembered between two questions.
 */
public final class Grants {
  private static final String IN_FORCE =
      "(g.revoked_at is null and (g.expires_at is null or g.expires_at > now()))";

  private final Jdbi jdbi;

  public Grants(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What a user's grants permit at this moment; nothing if the user is disabled or unknown. */
  public List<Held> held(String user) {
    return held(user, false);
  }

  /** What a user's grants permit, or would permit if the user were not disabled. */
  public List<Held> heldOnceEnabled(String user) {
    return held(user, true);
  }

  private List<Held> held(String user, boolean alsoDisabled) {
    return jdbi.withHandle(handle -> {
      List<Held> held = new ArrayList<>();
      handle
          .createQuery(
              """
              select g.role, g.scope, g.expires_at, r.permissions
              from users u join grants g
                on g.user_name = u.name and g.organisation_id = u.organisation_id
              left join roles r on r.organisation_id = g.organisation_id and r.name = g.role
              where u.name = :user and (:disabled or u.disabled_at is null) and %s
              """
                  .formatted(IN_FORCE))
          .bind("user", user)
          .bind("disabled", alsoDisabled)
          .map((rs, context) -> held(rs))
          .forEach(held::addAll);
      return held;
    });
  }

  /** A role that there is no longer permits nothing. */
  private static List<Held> held(ResultSet rs) throws SQLException {
    String role = rs.getString("role");
    Selector scope = new Selector(rs.getString("scope"));
    List<Permission> permissions =
        SystemRoles.find(role)
            .map(Role::permissions)
            .orElse(
                rs.getArray("permissions") == null
                    ? List.of()
                    : Stream.of((String[]) rs.getArray("permissions").getArray())
                        .map(Permission::of)
                        .toList());
    Instant until = instant(rs, "expires_at");
    return permissions.stream()
        .map(permission -> new Held(permission, scope, role, until))
        .toList();
  }

  /**
   * Grants, the newest first.
   *
   * @param user null for everybody's
   * @param all also those that are over
   */
  public List<Grant> list(String organisation, @Nullable String user, boolean all) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select g.*, %s as in_force from grants g
                where g.organisation_id = :organisation
                  and (cast(:user as text) is null or g.user_name = :user)
                  and (:all or %s)
                order by g.granted_at desc, g.id
                """
                    .formatted(IN_FORCE, IN_FORCE))
            .bind("organisation", organisation)
            .bind("user", user)
            .bind("all", all)
            .map((rs, context) -> grant(rs))
            .list());
  }

  /**
   * Grants a role.
   *
   * @return empty if there is no such user or role
   */
  public Optional<Grant> add(
      String organisation,
      String user,
      String role,
      Selector scope,
      @Nullable Instant expiresAt,
      String by) {
    return jdbi.inTransaction(handle -> {
      if (SystemRoles.find(role).isEmpty() && !Roles.keep(handle, organisation, role)) {
        return Optional.empty();
      }
      outdate(handle, user);
      return handle
          .createQuery(
              """
              insert into grants as g
                (organisation_id, user_name, role, scope, granted_by, expires_at)
              select :organisation, u.name, :role, :scope, :by, cast(:expires as timestamptz)
              from users u where u.name = :user and u.organisation_id = :organisation
              returning g.*, %s as in_force
              """
                  .formatted(IN_FORCE))
          .bind("organisation", organisation)
          .bind("user", user)
          .bind("role", role)
          .bind("scope", scope.text())
          .bind("by", by)
          .bind("expires", expiresAt == null ? null : expiresAt.atOffset(ZoneOffset.UTC))
          .map((rs, context) -> grant(rs))
          .findOne();
    });
  }

  /** Ends a grant at once; false if there is none of this id in force. */
  public boolean revoke(String organisation, String id, String by) {
    return jdbi.inTransaction(handle -> {
      Optional<String> user =
          handle
              .createQuery(
                  """
                  update grants g set revoked_at = now(), revoked_by = :by
                  where g.organisation_id = :organisation and g.id = :id and %s
                  returning g.user_name
                  """
                      .formatted(IN_FORCE))
              .bind("by", by)
              .bind("organisation", organisation)
              .bind("id", id)
              .mapTo(String.class)
              .findOne();
      user.ifPresent(name -> outdate(handle, name));
      return user.isPresent();
    });
  }

  /** What access tokens say of this user is no longer so. */
  private static void outdate(Handle handle, String user) {
    handle.execute(
        "update users set authorisation_version = authorisation_version + 1 where name = ?", user);
  }

  private static Grant grant(ResultSet rs) throws SQLException {
    return new Grant(
        rs.getString("id"),
        rs.getString("user_name"),
        rs.getString("role"),
        rs.getString("scope"),
        rs.getString("granted_by"),
        rs.getString("provider_group"),
        rs.getObject("granted_at", OffsetDateTime.class).toInstant(),
        instant(rs, "expires_at"),
        instant(rs, "revoked_at"),
        rs.getString("revoked_by"),
        rs.getBoolean("in_force"));
  }

  private static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
    OffsetDateTime at = rs.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }
}
