package dev.holdfast.platform.identity;

import org.jdbi.v3.core.Jdbi;

/** The people, and programs, that may use the platform. */
public final class Users {
  private final Jdbi jdbi;

  public Users(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Makes sure that this administrator exists; one that exists is left as it is. */
  public void ensureAdmin(String name) {
    jdbi.useHandle(handle ->
        handle.execute(
            "insert into users (name, admin) values (?, true) on conflict do nothing", name));
  }

  /** Whether this user is an administrator; false for one who does not exist. */
  public boolean isAdmin(String name) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select exists (select from users where name = :name and admin)")
            .bind("name", name)
            .mapTo(Boolean.class)
            .one());
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
}
