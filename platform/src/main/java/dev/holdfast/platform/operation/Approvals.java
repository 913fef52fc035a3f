package dev.holdfast.platform.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.event.NewEvent;
import dev.holdfast.platform.event.Outbox;
import dev.holdfast.schemas.event.EventKind;
import dev.holdfast.schemas.server.ServerNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Who has decided what about which plan, and what waits for a decision. */
public final class Approvals {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public Approvals(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * A plan that waits for a decision.
   *
   * @param id the operation's
   * @param server the one server that asks again; null for the operation as a whole
   */
  public record Waiting(
      String id,
      @Nullable String server,
      String type,
      String selector,
      String initiator,
      String planHash,
      int servers,
      int changes,
      Instant since) {}

  /** Records an approval, which may not be the last one that a plan takes; once for each person. */
  public void give(
      String operation,
      @Nullable String server,
      String planHash,
      String by,
      @Nullable String reason,
      boolean following) {
    jdbi.useHandle(
        handle -> insert(handle, operation, server, planHash, "approved", by, reason, following));
  }

  /** Who has approved a plan, the first of them first. */
  public List<String> given(String operation, @Nullable String server, String planHash) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select decided_by from approvals
                where operation = :operation and server = :server and plan_hash = :hash
                  and decision = 'approved'
                order by at, decided_by
                """)
            .bind("operation", operation)
            .bind("server", server == null ? "" : server)
            .bind("hash", planHash)
            .mapTo(String.class)
            .list());
  }

  /** Who has approved a runbook with what follows from it. */
  public List<String> givenFollowing(String operation, String planHash) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select decided_by from approvals
                where operation = :operation and server = '' and plan_hash = :hash
                  and decision = 'approved' and following
                order by at, decided_by
                """)
            .bind("operation", operation)
            .bind("hash", planHash)
            .mapTo(String.class)
            .list());
  }

  /** Records the decision by which a plan was approved or rejected, and tells it as an event. */
  public void record(
      String operation,
      @Nullable String server,
      String planHash,
      boolean approved,
      String by,
      @Nullable String reason,
      boolean following) {
    String decision = approved ? "approved" : "rejected";
    jdbi.useTransaction(handle -> {
      insert(handle, operation, server, planHash, decision, by, reason, following);
      Outbox.record(
          handle,
          NewEvent.ofOperation(
                  EventKind.APPROVAL_DECIDED,
                  organisation(handle, operation),
                  operation,
                  Map.of("decision", decision, "by", by, "planHash", planHash))
              .on(server));
    });
  }

  private void insert(
      Handle handle,
      String operation,
      @Nullable String server,
      String planHash,
      String decision,
      String by,
      @Nullable String reason,
      boolean following) {
    String part = server == null ? "" : server;
    byte[] sealed =
        reason == null
            ? null
            : OperationContent.REASON.seal(
                keys.of(KeyOwner.operation(operation)), reason, part, planHash);
    handle.execute(
        """
        insert into approvals
          (operation, server, plan_hash, decision, decided_by, reason_sealed, following)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (operation, server, plan_hash, decided_by) do update
          set decision = excluded.decision, reason_sealed = excluded.reason_sealed, at = now(),
            following = excluded.following
          where approvals.decision <> excluded.decision
            or approvals.following <> excluded.following
        """,
        operation,
        part,
        planHash,
        decision,
        by,
        sealed,
        following);
  }

  private static String organisation(Handle handle, String operation) {
    return handle
        .createQuery("select organisation_id from operations where id = :operation")
        .bind("operation", operation)
        .mapTo(String.class)
        .one();
  }

  /**
   * What somebody decided about a plan.
   *
   * @param server the one server that it was about; null for the operation as a whole
   * @param decision {@code approved} or {@code rejected}
   * @param following whether a runbook was approved with what follows from it; absent for no
   */
  public record Decision(
      @Nullable String server,
      String planHash,
      String decision,
      String by,
      @Nullable String reason,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean following,
      Instant at) {}

  /** What was decided about the plans of an operation, the first decision first. */
  public List<Decision> decisions(String operation) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select server, plan_hash, decision, decided_by, reason, reason_sealed, following,
                  at
                from approvals where operation = :operation order by at, server
                """)
            .bind("operation", operation)
            .map((rs, context) -> decision(rs, key))
            .list());
  }

  private static Decision decision(ResultSet rs, @Nullable DataKey key) throws SQLException {
    String part = rs.getString("server");
    String planHash = rs.getString("plan_hash");
    return new Decision(
        part.isEmpty() ? null : ServerNames.within(part),
        planHash,
        rs.getString("decision"),
        rs.getString("decided_by"),
        OperationContent.REASON.read(
            key,
            rs.getString("reason"),
            rs.getBytes("reason_sealed"),
            OperationContent.ERASED,
            part,
            planHash),
        rs.getBoolean("following") ? true : null,
        rs.getObject("at", OffsetDateTime.class).toInstant());
  }

  private static @Nullable String within(@Nullable String server) {
    return server == null ? null : ServerNames.within(server);
  }

  /**
   * Since when a plan waits for a decision.
   *
   * @param server by its full name; null for the operation as a whole
   */
  public Instant since(String operation, @Nullable String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select coalesce(s.asked_at, o.asked_at, o.started_at, o.created_at)
                from operations o left join operation_servers s
                  on s.operation = o.id and s.server = cast(:server as text)
                where o.id = :operation
                """)
            .bind("operation", operation)
            .bind("server", server)
            .mapTo(OffsetDateTime.class)
            .one()
            .toInstant());
  }

  /**
   * Tells once that more people are asked about a plan, because nobody has decided on it in time.
   *
   * @param server by its full name; null for the operation as a whole
   * @param rule that asks them
   * @param to whom, for people
   */
  public void escalate(
      String operation, @Nullable String server, String planHash, String rule, String to) {
    jdbi.useTransaction(handle -> {
      int inserted =
          handle.execute(
              """
              insert into approval_escalations (operation, server, plan_hash, rule)
              values (?, ?, ?, ?) on conflict do nothing
              """,
              operation,
              server == null ? "" : server,
              planHash,
              rule);
      if (inserted > 0) {
        Outbox.record(
            handle,
            NewEvent.ofOperation(
                    EventKind.APPROVAL_ESCALATED,
                    organisation(handle, operation),
                    operation,
                    Map.of("rule", rule, "to", to, "planHash", planHash))
                .on(server));
      }
    });
  }

  /** Everything of an organisation that waits for a decision, the longest first. */
  public List<Waiting> waiting(String organisation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select o.id, null as server, o.type, o.selector, o.initiator, o.plan_hash,
                  count(s.server)::int as servers, coalesce(sum(s.changes), 0)::int as changes,
                  coalesce(o.asked_at, o.started_at, o.created_at) as since
                from operations o left join operation_servers s on s.operation = o.id
                where o.organisation_id = :organisation
                  and o.state = 'awaiting-approval' and o.ended_at is null
                  and o.plan_hash is not null
                group by o.id
                union all
                select o.id, s.server, o.type, o.selector, o.initiator, s.plan_hash, 1, s.changes,
                  coalesce(s.asked_at, o.started_at, o.created_at)
                from operations o join operation_servers s on s.operation = o.id
                where o.organisation_id = :organisation
                  and s.state = 'awaiting-approval' and o.state <> 'awaiting-approval'
                  and o.ended_at is null and s.plan_hash is not null
                order by since, id, server
                """)
            .bind("organisation", organisation)
            .map((rs, context) ->
                new Waiting(
                    rs.getString("id"),
                    within(rs.getString("server")),
                    rs.getString("type"),
                    rs.getString("selector"),
                    rs.getString("initiator"),
                    rs.getString("plan_hash"),
                    rs.getInt("servers"),
                    rs.getInt("changes"),
                    rs.getObject("since", OffsetDateTime.class).toInstant()))
            .list());
  }
}
