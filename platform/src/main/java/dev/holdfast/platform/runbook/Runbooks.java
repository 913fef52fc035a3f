package dev.holdfast.platform.runbook;

import dev.holdfast.platform.secret.Secrets;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The runbooks that users keep; their texts are encrypted. Thread-safe. */
public final class Runbooks {
  private final Jdbi jdbi;
  private final Secrets secrets;

  public Runbooks(Jdbi jdbi, Secrets secrets) {
    this.jdbi = jdbi;
    this.secrets = secrets;
  }

  /**
   * What became of the wish to keep a runbook.
   *
   * @param changed whether it is another than before, and so a new version
   */
  public record Saved(StoredRunbook runbook, boolean changed) {}

  /** Keeps a runbook, as a new version if it differs from what is kept. */
  public Saved save(String organisation, String name, String title, String text, String by) {
    return jdbi.inTransaction(handle -> {
      // Two who save at once come one after the other.
      handle.execute("select pg_advisory_xact_lock(hashtext(?))", secret(organisation, name, 0));
      int last = last(handle, organisation, name);
      Optional<StoredRunbook> is = find(handle, organisation, name);
      if (is.isPresent() && text.equals(text(is.get()))) {
        return new Saved(is.get(), false);
      }
      handle.execute(
          """
          insert into runbooks (organisation_id, name, version, title, added_by)
          values (?, ?, ?, ?, ?)
          """,
          organisation,
          name,
          last + 1,
          title,
          by);
      secrets.put(
          handle, secret(organisation, name, last + 1), text.getBytes(StandardCharsets.UTF_8));
      return new Saved(find(handle, organisation, name).orElseThrow(), true);
    });
  }

  private static int last(Handle handle, String organisation, String name) {
    return handle
        .createQuery(
            """
            select coalesce(max(version), 0) from runbooks
            where organisation_id = :organisation and name = :name
            """)
        .bind("organisation", organisation)
        .bind("name", name)
        .mapTo(Integer.class)
        .one();
  }

  /** The last version of each of an organisation, by name. */
  public List<StoredRunbook> list(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from (select distinct on (name) * from runbooks
                  where organisation_id = :organisation order by name, version desc)
                where removed_at is null order by name
                """)
            .bind("organisation", organisation)
            .map((rs, context) -> read(rs))
            .list());
  }

  /** The last version of one, unless it is removed. */
  public Optional<StoredRunbook> find(String organisation, String name) {
    return jdbi.withHandle(handle -> find(handle, organisation, name));
  }

  private static Optional<StoredRunbook> find(Handle handle, String organisation, String name) {
    return handle
        .createQuery(
            """
            select * from runbooks
            where organisation_id = :organisation and name = :name and removed_at is null
              and version = (select max(version) from runbooks
                where organisation_id = :organisation and name = :name)
            """)
        .bind("organisation", organisation)
        .bind("name", name)
        .map((rs, context) -> read(rs))
        .findOne();
  }

  /** What was written. */
  public String text(StoredRunbook runbook) {
    byte[] text =
        secrets
            .find(secret(runbook.organisation(), runbook.name(), runbook.version()))
            .orElseThrow();
    return new String(text, StandardCharsets.UTF_8);
  }

  /** Takes one away; its versions stay. Returns false if there is none. */
  public boolean remove(String organisation, String name) {
    return jdbi.withHandle(handle ->
        handle.execute(
            """
            update runbooks set removed_at = now()
            where organisation_id = ? and name = ? and removed_at is null
              and version = (select max(version) from runbooks
                where organisation_id = ? and name = ?)
            """,
            organisation,
            name,
            organisation,
            name))
        > 0;
  }

  private static String secret(String organisation, String name, int version) {
    return Secrets.nameIn(organisation, "runbook/" + name + "/" + version);
  }

  private static StoredRunbook read(ResultSet rs) throws SQLException {
    return new StoredRunbook(
        rs.getString("organisation_id"),
        rs.getString("name"),
        rs.getInt("version"),
        rs.getString("title"),
        rs.getString("added_by"),
        rs.getObject("added_at", OffsetDateTime.class).toInstant());
  }
}
