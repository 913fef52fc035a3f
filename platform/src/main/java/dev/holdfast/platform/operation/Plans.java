package dev.holdfast.platform.operation;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Plans, and the changes that were made from them, as people look at them. */
public final class Plans {
  private final Jdbi jdbi;

  public Plans(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * A server's plan.
   *
   * @param body as JSON
   */
  public record StoredPlan(String server, String hash, String body, Instant createdAt) {}

  /**
   * A change that was made.
   *
   * @param state {@code applied} or {@code reverted}
   * @param body as JSON, with the state before it
   */
  public record StoredChange(
      String server, String id, String resource, String state, String body, Instant appliedAt) {}

  /** The plan of each server that counts, sorted by server. */
  public List<StoredPlan> current(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct on (p.server) p.server, p.hash, p.body, p.created_at
                from plans p join operation_servers s
                  on s.operation = p.operation and s.server = p.server
                where p.operation = :operation
                order by p.server, (p.hash = s.plan_hash) desc nulls last, p.created_at desc
                """)
            .bind("operation", operation)
            .map((rs, context) ->
                new StoredPlan(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getObject(4, OffsetDateTime.class).toInstant()))
            .list());
  }

  /** What was changed, in the order in which it was. */
  public List<StoredChange> changes(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select server, change_id, resource, state, body, applied_at from changes
                where operation = :operation order by applied_at, server, change_id
                """)
            .bind("operation", operation)
            .map((rs, context) ->
                new StoredChange(
                    rs.getString(1),
                    rs.getString(2),
                    rs.getString(3),
                    rs.getString(4),
                    rs.getString(5),
                    rs.getObject(6, OffsetDateTime.class).toInstant()))
            .list());
  }
}
