package dev.holdfast.platform.notify;

import dev.holdfast.platform.event.Events;
import dev.holdfast.platform.event.StoredEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/** The events of an organisation that could not be delivered. Thread-safe. */
public final class DeadLetters {
  private static final String SELECT =
      """
      select d.id as delivery, s.name as sink_name, d.attempts, d.error, d.ended_at, e.*
      from sink_deliveries d join sinks s on s.id = d.sink join events e on e.id = d.event
      where s.organisation_id = :organisation and d.state = 'dead'
      """;

  private final Jdbi jdbi;

  public DeadLetters(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * Which of them.
   *
   * @param ids null for all
   * @param sink the name of their sink; null for all
   */
  public record Which(@Nullable List<Long> ids, @Nullable String sink) {
    private <S extends SqlStatement<S>> S bind(S statement) {
      return statement
          .bind("every", ids == null)
          .bindArray("ids", Long.class, ids == null ? List.of() : ids)
          .bind("sink", sink);
    }
  }

  /**
   * Some, the oldest first.
   *
   * @param after of greater ids than this
   * @param sink the name of their sink; null for all
   */
  public List<DeadLetter> list(String organisation, @Nullable String sink, long after, int most) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                SELECT
                    + """
                     and d.id > :after and (cast(:sink as text) is null or s.name = :sink)
                    order by d.id limit :most
                    """)
            .bind("organisation", organisation)
            .bind("sink", sink)
            .bind("after", after)
            .bind("most", most)
            .map((rs, context) -> read(rs))
            .list());
  }

  public Optional<DeadLetter> find(String organisation, long id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(SELECT + " and d.id = :id")
            .bind("organisation", organisation)
            .bind("id", id)
            .map((rs, context) -> read(rs))
            .findOne());
  }

  /**
   * Sends some again, with attempts for as long as at first.
   *
   * @return how many
   */
  public int resend(String organisation, Which which) {
    return jdbi.inTransaction(handle -> {
      int resent =
          which
              .bind(
                  handle.createUpdate(
                      """
                      update sink_deliveries d set state = 'waiting', since = now(),
                        next_at = now(), attempts = 0, ended_at = null
                      from sinks s
                      where s.id = d.sink and s.organisation_id = :organisation
                        and d.state = 'dead' and (:every or d.id = any(:ids))
                        and (cast(:sink as text) is null or s.name = :sink)
                      """))
              .bind("organisation", organisation)
              .execute();
      wake(handle);
      return resent;
    });
  }

  private static void wake(Handle handle) {
    handle
        .createQuery("select pg_notify(:channel, '')")
        .bind("channel", Events.CHANNEL)
        .mapTo(String.class)
        .one();
  }

  /**
   * Forgets some.
   *
   * @return how many
   */
  public int drop(String organisation, Which which) {
    return jdbi.withHandle(handle ->
        which
            .bind(
                handle.createUpdate(
                    """
                    delete from sink_deliveries d using sinks s
                    where s.id = d.sink and s.organisation_id = :organisation
                      and d.state = 'dead' and (:every or d.id = any(:ids))
                      and (cast(:sink as text) is null or s.name = :sink)
                    """))
            .bind("organisation", organisation)
            .execute());
  }

  private static DeadLetter read(ResultSet rs) throws SQLException {
    return new DeadLetter(
        rs.getLong("delivery"),
        rs.getString("sink_name"),
        rs.getInt("attempts"),
        rs.getString("error"),
        rs.getObject("ended_at", OffsetDateTime.class).toInstant(),
        StoredEvent.read(rs));
  }
}
