package dev.holdfast.platform.containers;

import dev.holdfast.schemas.containers.monitor.ViolationKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What containers did too much of. Thread-safe. */
public final class ContainerViolations {
  private static final int MOST = 1_000;

  private final Jdbi jdbi;

  public ContainerViolations(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Those of a server, the newest first.
   *
   * @param container the name of one; null for all
   * @param ended also those that have ended
   */
  public List<Violation> list(
      String organisation, String server, @Nullable String container, boolean ended) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from container_violations
                where organisation_id = :organisation and server = :server
                  and (cast(:container as text) is null or container = :container)
                  and (:ended or ended_at is null)
                order by begun_at desc, id desc limit :most
                """)
            .bind("organisation", organisation)
            .bind("server", server)
            .bind("container", container)
            .bind("ended", ended)
            .bind("most", MOST)
            .map((rs, context) -> read(rs))
            .list());
  }

  static List<Violation> open(Handle handle, String server) {
    return handle
        .createQuery(
            "select * from container_violations where server = :server and ended_at is null")
        .bind("server", server)
        .map((rs, context) -> read(rs))
        .list();
  }

  /** Begins one; returns false if the same one is open already. */
  static boolean begin(
      Handle handle, String organisation, String server, Breach breach, Instant at) {
    return handle
            .createUpdate(
                """
                insert into container_violations (server, container, organisation_id, kind,
                  destination, value, boundary, begun_at, last_at)
                values (:server, :container, :organisation, :kind, :destination, :value, :limit,
                  :at, :at)
                on conflict (server, container, kind, destination) where ended_at is null do nothing
                """)
            .bind("server", server)
            .bind("container", breach.container())
            .bind("organisation", organisation)
            .bind("kind", breach.kind().word())
            .bind("destination", breach.destination())
            .bind("value", breach.value())
            .bind("limit", breach.limit())
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  /** It still lasts. */
  static void lasts(Handle handle, Violation open, Breach breach, Instant at) {
    handle
        .createUpdate(
            """
            update container_violations set value = greatest(value, :value), boundary = :limit,
              last_at = :at
            where id = :id and server = :server
            """)
        .bind("id", open.id())
        .bind("server", open.server())
        .bind("value", breach.value())
        .bind("limit", breach.limit())
        .bind("at", at.atOffset(ZoneOffset.UTC))
        .execute();
  }

  /** Ends one; returns false if it has ended already. */
  static boolean end(Handle handle, Violation open, Instant at) {
    return handle
            .createUpdate(
                """
                update container_violations set ended_at = :at
                where id = :id and server = :server and ended_at is null
                """)
            .bind("id", open.id())
            .bind("server", open.server())
            .bind("at", at.atOffset(ZoneOffset.UTC))
            .execute()
        == 1;
  }

  private static Violation read(ResultSet rs) throws SQLException {
    OffsetDateTime ended = rs.getObject("ended_at", OffsetDateTime.class);
    return new Violation(
        rs.getLong("id"),
        rs.getString("server"),
        new Breach(
            rs.getString("container"),
            ViolationKind.of(rs.getString("kind")),
            rs.getString("destination"),
            rs.getLong("value"),
            rs.getLong("boundary")),
        rs.getObject("begun_at", OffsetDateTime.class).toInstant(),
        rs.getObject("last_at", OffsetDateTime.class).toInstant(),
        ended == null ? null : ended.toInstant());
  }
}
