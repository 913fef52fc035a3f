package dev.holdfast.platform.operation;

import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** How many operations there are, in numbers for metrics: over all organisations. */
public final class OperationFigures {
  private final Jdbi jdbi;

  public OperationFigures(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** So many operations of a type are in this state. */
  public record Open(String type, String state, int count) {}

  /**
   * What waits for a decision.
   *
   * @param oldest how long the first of them waits; zero if nothing does
   */
  public record Waiting(int count, Duration oldest) {}

  /** The operations that have not ended. */
  public List<Open> open() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select type, state, count(*)::int as count from operations
                where ended_at is null group by type, state order by type, state
                """)
            .map((rs, context) ->
                new Open(rs.getString("type"), rs.getString("state"), rs.getInt("count")))
            .list());
  }

  /** The operations of which a plan waits for a decision, as a whole or on some servers. */
  public Waiting waiting() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select count(*)::int as count,
                  coalesce(extract(epoch from now() - min(coalesce(o.started_at, o.created_at))), 0)
                    as seconds
                from operations o
                where o.ended_at is null
                  and (o.state = 'awaiting-approval'
                    or exists (select from operation_servers s
                      where s.operation = o.id and s.state = 'awaiting-approval'))
                """)
            .map((rs, context) ->
                new Waiting(
                    rs.getInt("count"), Duration.ofMillis((long) (rs.getDouble("seconds") * 1000))))
            .one());
  }
}
