package dev.holdfast.platform.identity;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The roles that can be granted: the system's, and those that an organisation has made itself. */
public final class Roles {
  private final Jdbi jdbi;

  public Roles(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** All roles of an organisation, the system's first. */
  public List<Role> list(String organisation) {
    List<Role> own =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select name, description, permissions from roles
                    where organisation_id = :organisation order by name
                    """)
                .bind("organisation", organisation)
                .map((rs, context) ->
                    role(
                        rs.getString("name"),
                        rs.getString("description"),
                        (String[]) rs.getArray("permissions").getArray()))
                .list());
    return Stream.concat(SystemRoles.all().stream(), own.stream()).toList();
  }

  public Optional<Role> find(String organisation, String name) {
    return list(organisation).stream().filter(role -> role.name().equals(name)).findFirst();
  }

  /** Adds a role of the organisation's own; false if there is one of this name. */
  public boolean add(String organisation, Role role, String by) {
    if (SystemRoles.find(role.name()).isPresent()) {
      return false;
    }
    return jdbi.withHandle(handle ->
        handle
            .createUpdate(
                """
                insert into roles (organisation_id, name, description, permissions, created_by)
                values (:organisation, :name, :description, :permissions, :by)
                on conflict do nothing
                """)
            .bind("organisation", organisation)
            .bind("name", role.name())
            .bind("description", role.description())
            .bindArray(
                "permissions",
                String.class,
                role.permissions().stream().map(Permission::toString).toList())
            .bind("by", by)
            .execute())
        == 1;
  }

  /**
   * Changes what a role of the organisation's own permits, and what it is said to be for. Whoever
   * has it may do that with the next request.
   *
   * @return false if there is no such role of its own
   */
  public boolean change(String organisation, Role role) {
    return jdbi.inTransaction(handle -> {
      int changed =
          handle
              .createUpdate(
                  """
                  update roles set description = :description, permissions = :permissions
                  where organisation_id = :organisation and name = :name
                  """)
              .bind("organisation", organisation)
              .bind("name", role.name())
              .bind("description", role.description())
              .bindArray(
                  "permissions",
                  String.class,
                  role.permissions().stream().map(Permission::toString).toList())
              .execute();
      // What their access tokens say of them is no longer so.
      handle
          .createUpdate(
              """
              update users set authorisation_version = authorisation_version + 1
              where organisation_id = :organisation and name in (
                select user_name from grants
                where organisation_id = :organisation and role = :role and revoked_at is null)
              """)
          .bind("organisation", organisation)
          .bind("role", role.name())
          .execute();
      return changed == 1;
    });
  }

  /** What became of the wish to remove a role. */
  public enum Removal {
    REMOVED,
    UNKNOWN,
    /** It is part of the program. */
    SYSTEM,
    /** Somebody has it at this moment, or gets it with the next login. */
    GRANTED
  }

  /** Removes a role of the organisation's own that nobody has or gets with a login. */
  public Removal remove(String organisation, String name) {
    if (SystemRoles.find(name).isPresent()) {
      return Removal.SYSTEM;
    }
    return jdbi.inTransaction(handle -> {
      // Whoever grants the role at this moment holds the row.
      if (!lock(handle, organisation, name, "for update")) {
        return Removal.UNKNOWN;
      }
      boolean granted =
          handle
              .createQuery(
                  """
                  select exists (select from grants
                      where organisation_id = :organisation and role = :name
                        and revoked_at is null and (expires_at is null or expires_at > now()))
                    or exists (select from provider_groups
                      where organisation_id = :organisation and role = :name)
                  """)
              .bind("organisation", organisation)
              .bind("name", name)
              .mapTo(Boolean.class)
              .one();
      if (granted) {
        return Removal.GRANTED;
      }
      handle.execute(
          "delete from roles where organisation_id = ? and name = ?", organisation, name);
      return Removal.REMOVED;
    });
  }

  /** Keeps an own role from being removed until the transaction ends; false if there is none. */
  public static boolean keep(Handle handle, String organisation, String name) {
    return lock(handle, organisation, name, "for share");
  }

  private static boolean lock(Handle handle, String organisation, String name, String how) {
    return handle
        .createQuery(
            "select name from roles where organisation_id = :organisation and name = :name " + how)
        .bind("organisation", organisation)
        .bind("name", name)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  private static Role role(String name, String description, String... permissions) {
    return new Role(name, description, false, Stream.of(permissions).map(Permission::of).toList());
  }
}
