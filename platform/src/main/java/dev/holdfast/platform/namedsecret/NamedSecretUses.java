package dev.holdfast.platform.namedsecret;

import dev.holdfast.schemas.secret.SecretReference;
import dev.holdfast.schemas.server.ServerNames;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Which operation was the last to use a version of a secret on which server. Thread-safe. */
public final class NamedSecretUses {
  private final Jdbi jdbi;

  NamedSecretUses(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** Whether the last recorded use of a version on a server is that by this operation. */
  public boolean isUsed(
      String organisation, SecretReference reference, String server, String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (select from named_secret_uses u
                  join named_secrets s on s.id = u.secret
                  where s.organisation_id = :organisation and s.name = :name
                    and u.version = :version and u.server = :server
                    and u.operation = :operation)
                """)
            .bind("organisation", organisation)
            .bind("name", reference.name())
            .bind("version", reference.version())
            .bind("server", server)
            .bind("operation", operation)
            .mapTo(Boolean.class)
            .one());
  }

  /** Records that an operation uses a version on a server. */
  public void record(
      String organisation, SecretReference reference, String server, String operation) {
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into named_secret_uses (secret, version, server, operation)
            select v.secret, v.version, ?, ? from named_secret_versions v
            join named_secrets s on s.id = v.secret
            where v.version = ? and s.organisation_id = ? and s.name = ?
            on conflict (secret, version, server)
              do update set operation = excluded.operation, used_at = now()
            """,
            server,
            operation,
            reference.version(),
            organisation,
            reference.name()));
  }

  /**
   * The servers on which a version was ever used, in order: they may still hold it, whatever was
   * used there later, for that may have been taken back.
   *
   * @param version null for any
   */
  public List<String> heldBy(String organisation, String name, @Nullable Integer version) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct u.server from named_secret_uses u
                join named_secrets s on s.id = u.secret
                where s.organisation_id = :organisation and s.name = :name
                  and (cast(:version as integer) is null or u.version = :version)
                order by u.server
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .bind("version", version)
            .map((rs, context) -> ServerNames.within(rs.getString("server")))
            .list());
  }

  /** The last use of each version on each server, the newest first. */
  public List<NamedSecret.Use> of(String organisation, String name, int most) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select u.* from named_secret_uses u join named_secrets s on s.id = u.secret
                where s.organisation_id = :organisation and s.name = :name
                order by u.used_at desc limit :most
                """)
            .bind("organisation", organisation)
            .bind("name", name)
            .bind("most", most)
            .map((rs, context) ->
                new NamedSecret.Use(
                    rs.getInt("version"),
                    ServerNames.within(rs.getString("server")),
                    rs.getString("operation"),
                    rs.getObject("used_at", OffsetDateTime.class).toInstant()))
            .list());
  }

  /** Forgets what was used on a server that is being removed, by its full name. */
  public static void forget(Handle handle, String server) {
    handle.execute("delete from named_secret_uses where server = ?", server);
    handle.execute("delete from credential_lease_uses where server = ?", server);
  }
}
