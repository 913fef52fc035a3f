package dev.holdfast.platform.sso;

import dev.holdfast.platform.identity.Roles;
import dev.holdfast.platform.identity.SystemRoles;
import dev.holdfast.schemas.server.Selector;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** What the groups of identity providers are good for. Thread-safe. */
public final class ProviderGroups {
  private final Jdbi jdbi;

  public ProviderGroups(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Those of an organisation, by group. */
  public List<ProviderGroup> list(String organisation) {
    return jdbi.withHandle(handle -> list(handle, organisation));
  }

  static List<ProviderGroup> list(Handle handle, String organisation) {
    return handle
        .createQuery(
            """
            select * from provider_groups where organisation_id = :organisation
            order by group_name, role, scope
            """)
        .bind("organisation", organisation)
        .map((rs, context) -> read(rs))
        .list();
  }

  /** What became of the wish to map a group. */
  public sealed interface Added {
    /** It is mapped, or was before. */
    record Mapped(ProviderGroup group) implements Added {}

    /** The role has just been removed. */
    record NoRole() implements Added {}

    record NoProvider() implements Added {}
  }

  /** Gives a role to the members of a group from their next logins on. */
  public Added add(String organisation, String group, String role, Selector scope, String by) {
    return jdbi.inTransaction(handle -> {
      if (SystemRoles.find(role).isEmpty() && !Roles.keep(handle, organisation, role)) {
        return new Added.NoRole();
      }
      Optional<ProviderGroup> mapped =
          handle
              .createQuery(
                  """
                  insert into provider_groups as g
                    (organisation_id, group_name, role, scope, created_by)
                  select organisation_id, :group, :role, :scope, :by from identity_providers
                  where organisation_id = :organisation
                  on conflict (organisation_id, group_name, role, scope)
                    do update set created_by = g.created_by
                  returning g.*
                  """)
              .bind("organisation", organisation)
              .bind("group", group)
              .bind("role", role)
              .bind("scope", scope.text())
              .bind("by", by)
              .map((rs, context) -> read(rs))
              .findOne();
      return mapped.<Added>map(Added.Mapped::new).orElseGet(Added.NoProvider::new);
    });
  }

  /** Ends a mapping, and what it has granted, at once; false if there is none of this id. */
  public boolean remove(String organisation, String id, String by) {
    return jdbi.inTransaction(handle -> {
      int removed =
          handle.execute(
              "delete from provider_groups where organisation_id = ? and id = ?", organisation, id);
      if (removed == 1) {
        ProviderGrants.revoke(handle, organisation, id, by);
      }
      return removed == 1;
    });
  }

  private static ProviderGroup read(ResultSet rs) throws SQLException {
    return new ProviderGroup(
        rs.getString("id"),
        rs.getString("group_name"),
        rs.getString("role"),
        rs.getString("scope"),
        rs.getString("created_by"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant());
  }
}
