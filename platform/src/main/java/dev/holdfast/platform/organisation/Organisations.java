package dev.holdfast.platform.organisation;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The organisations that share the platform and see nothing of each other. Thread-safe. */
public final class Organisations {
  /** The id of the one that everything belongs to that was there before there were others. */
  public static final String DEFAULT = "default";

  private final Jdbi jdbi;

  public Organisations(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** All of them, by name. */
  public List<Organisation> list() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from organisations where removed_at is null order by id")
            .map((rs, context) -> read(rs))
            .list());
  }

  public Optional<Organisation> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from organisations where id = :id and removed_at is null")
            .bind("id", id)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /** Adds one without anything in it; false if there is, or ever was, one of this name. */
  public boolean add(String id, String by) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            insert into organisations (id, name, created_by) values (?, ?, ?)
            on conflict do nothing
            """,
            id,
            id,
            by))
        == 1;
  }

  /** What became of the wish to remove an organisation. */
  public sealed interface Removal {
    record Removed() implements Removal {}

    record Unknown() implements Removal {}

    /** Refused: these are still in it. */
    record InUse(List<String> what) implements Removal {}
  }

  /** Removes an organisation with nothing in it but its history. */
  public Removal remove(String id) {
    return jdbi.inTransaction(handle -> {
      // Whoever adds something to it at this moment holds the row.
      boolean known =
          handle
              .createQuery(
                  "select id from organisations where id = :id and removed_at is null for update")
              .bind("id", id)
              .mapTo(String.class)
              .findOne()
              .isPresent();
      if (!known) {
        return new Removal.Unknown();
      }
      List<String> content = content(handle, id);
      if (!content.isEmpty()) {
        return new Removal.InUse(content);
      }
      handle.execute("update organisations set removed_at = now() where id = ?", id);
      return new Removal.Removed();
    });
  }

  private static List<String> content(Handle handle, String id) {
    return handle
        .createQuery(
            """
            select 'users' where exists (select from users
              where organisation_id = :id and disabled_at is null)
            union all
            select 'servers' where exists (select from servers where organisation_id = :id)
            union all
            select 'open operations' where exists (select from operations
              where organisation_id = :id and ended_at is null)
            union all
            select 'an identity provider' where exists (select from identity_providers
              where organisation_id = :id)
            union all
            select 'secrets' where exists (select from named_secrets where organisation_id = :id)
            union all
            select 'sinks' where exists (select from sinks where organisation_id = :id)
            union all
            select 'schedules' where exists (select from schedules
              where organisation_id = :id and removed_at is null)
            union all
            select 'runbooks' where exists (select from runbooks r
              where organisation_id = :id and removed_at is null and version =
                (select max(version) from runbooks m
                  where m.organisation_id = :id and m.name = r.name))
            union all
            select 'profiles' where exists (select from profiles p
              join lateral (select v.removed from profile_versions v where v.profile = p.id
                order by v.version desc limit 1) l on not l.removed
              where p.organisation_id = :id)
            """)
        .bind("id", id)
        .mapTo(String.class)
        .list();
  }

  private static Organisation read(ResultSet rs) throws SQLException {
    return new Organisation(
        rs.getString("id"),
        rs.getObject("created_at", OffsetDateTime.class).toInstant(),
        rs.getString("created_by"));
  }
}
