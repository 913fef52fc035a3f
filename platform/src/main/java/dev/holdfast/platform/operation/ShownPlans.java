package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Plans, and the changes that were made from them, as people look at them. */
public final class ShownPlans {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public ShownPlans(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
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

  /** The plan of each server that counts, sorted by server; none of an operation that is erased. */
  public List<StoredPlan> current(String operation) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct on (p.server) p.server, p.hash, p.body, p.body_sealed, p.created_at
                from plans p join operation_servers s
                  on s.operation = p.operation and s.server = p.server
                where p.operation = :operation
                order by p.server, (p.hash = s.plan_hash) desc nulls last, p.created_at desc
                """)
            .bind("operation", operation)
            .map((rs, context) -> Optional.ofNullable(plan(rs, key)))
            .stream()
            .flatMap(Optional::stream)
            .toList());
  }

  /** One plan of a server; empty where there is none with this hash, or it is erased. */
  public Optional<StoredPlan> find(String operation, String server, String hash) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select server, hash, body, body_sealed, created_at from plans
                where operation = :operation and server = :server and hash = :hash
                """)
            .bind("operation", operation)
            .bind("server", server)
            .bind("hash", hash)
            .map((rs, context) -> Optional.ofNullable(plan(rs, key)))
            .stream()
            .flatMap(Optional::stream)
            .findFirst());
  }

  /**
   * Whether a change of the plans that count can lock operators out; of what nobody knows it may.
   *
   * @param server only this one's; null for all
   */
  public boolean lockOut(String operation, @Nullable String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select coalesce(bool_or(coalesce(current.lock_out, true)), true)
                from (
                  select distinct on (p.server) p.lock_out
                  from plans p join operation_servers s
                    on s.operation = p.operation and s.server = p.server
                  where p.operation = :operation
                    and (cast(:server as text) is null or p.server = :server)
                  order by p.server, (p.hash = s.plan_hash) desc nulls last, p.created_at desc
                ) current
                """)
            .bind("operation", operation)
            .bind("server", server)
            .mapTo(Boolean.class)
            .one());
  }

  private static @Nullable StoredPlan plan(ResultSet rs, @Nullable DataKey key)
      throws SQLException {
    String server = rs.getString("server");
    String hash = rs.getString("hash");
    String body =
        OperationContent.PLAN.read(
            key, rs.getString("body"), rs.getBytes("body_sealed"), null, server, hash);
    return body == null
        ? null
        : new StoredPlan(
            server, hash, body, rs.getObject("created_at", OffsetDateTime.class).toInstant());
  }

  /**
   * How many changes were made and not reverted, by operation and server.
   *
   * @param servers of all the operations; others are left out
   */
  public Map<String, Map<String, Integer>> made(
      Collection<String> operations, Collection<String> servers) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select operation, server, count(*)::int as made from changes
                where operation = any(:operations) and server = any(:servers)
                  and state = 'applied'
                group by operation, server
                """)
            .bindArray("operations", String.class, List.copyOf(operations))
            .bindArray("servers", String.class, List.copyOf(servers))
            .reduceRows(
                new HashMap<>(),
                (made, row) -> {
                  made.computeIfAbsent(
                          row.getColumn("operation", String.class), _ -> new HashMap<>())
                      .put(
                          row.getColumn("server", String.class),
                          row.getColumn("made", Integer.class));
                  return made;
                }));
  }

  /** The ids of what an operation has changed on whatever server and not reverted. */
  public List<String> inPlace(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct change_id from changes
                where operation = :operation and state = 'applied' order by change_id
                """)
            .bind("operation", operation)
            .mapTo(String.class)
            .list());
  }

  /** What was changed, in the order in which it was; nothing of an operation that is erased. */
  public List<StoredChange> changes(String operation) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from changes
                where operation = :operation order by applied_at, server, change_id
                """)
            .bind("operation", operation)
            .map((rs, context) -> Optional.ofNullable(change(rs, key)))
            .stream()
            .flatMap(Optional::stream)
            .toList());
  }

  private static @Nullable StoredChange change(ResultSet rs, @Nullable DataKey key)
      throws SQLException {
    String server = rs.getString("server");
    String id = rs.getString("change_id");
    String resource =
        OperationContent.RESOURCE.read(
            key, rs.getString("resource"), rs.getBytes("resource_sealed"), null, server, id);
    String body =
        OperationContent.CHANGE.read(
            key, rs.getString("body"), rs.getBytes("body_sealed"), null, server, id);
    return resource == null || body == null
        ? null
        : new StoredChange(
            server,
            id,
            resource,
            rs.getString("state"),
            body,
            rs.getObject("applied_at", OffsetDateTime.class).toInstant());
  }
}
