package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * The projection of operations that people see. Every write may be delivered again, and none leaves
 * a state in which an operation has ended.
 */
public final class Operations {
  private static final String ENDED_STATES = "'succeeded','failed','cancelled','skipped','undone'";

  private static final TypeReference<Map<String, Object>> OUTCOME = new TypeReference<>() {};

  private final Jdbi jdbi;

  public Operations(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /** What became of the wish to insert an operation. */
  public sealed interface Insertion {
    record Inserted(StoredOperation operation) implements Insertion {}

    /** The initiator has used the idempotency key before, for this operation. */
    record Existing(StoredOperation operation) implements Insertion {}

    /** This server was removed while the operation was being made. */
    record ServerGone(String server) implements Insertion {}
  }

  /** Inserts an operation with its servers, or finds the one of the same idempotency key. */
  public Insertion insert(NewOperation operation) {
    return jdbi.inTransaction(handle -> {
      List<String> there =
          handle
              .createQuery(
                  "select name from servers where name = any(:names) order by name for share")
              .bindArray("names", String.class, operation.servers())
              .mapTo(String.class)
              .list();
      for (String server : operation.servers()) {
        if (!there.contains(server)) {
          return new Insertion.ServerGone(server);
        }
      }
      Optional<StoredOperation> inserted = insertRow(handle, operation);
      if (inserted.isEmpty()) {
        return new Insertion.Existing(
            findByKey(handle, operation.initiator(), operation.idempotencyKey()).orElseThrow());
      }
      PreparedBatch servers =
          handle.prepareBatch("insert into operation_servers (operation, server) values (?, ?)");
      operation.servers().forEach(server -> servers.add(operation.id(), server));
      servers.execute();
      return new Insertion.Inserted(inserted.get());
    });
  }

  private static Optional<StoredOperation> insertRow(Handle handle, NewOperation operation) {
    return handle
        .createQuery(
            """
            insert into operations (id, type, state, priority, dry_run, initiator, selector, input,
              settings, idempotency_key, input_sha256)
            values (:id, :type, 'queued', :priority, :dryRun, :initiator, :selector,
              cast(:input as jsonb), cast(:settings as jsonb), :key, :sha256)
            on conflict (initiator, idempotency_key) do nothing
            returning *
            """)
        .bind("id", operation.id())
        .bind("type", operation.type())
        .bind("priority", operation.priority().word())
        .bind("dryRun", operation.dryRun())
        .bind("initiator", operation.initiator())
        .bind("selector", operation.selector())
        .bind("input", operation.input())
        .bind("settings", JsonPayloads.write(operation.settings()))
        .bind("key", operation.idempotencyKey())
        .bind("sha256", operation.inputSha256())
        .map((rs, context) -> StoredOperation.read(rs))
        .findOne();
  }

  public Optional<StoredOperation> find(String id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("select * from operations where id = :id")
            .bind("id", id)
            .map((rs, context) -> StoredOperation.read(rs))
            .findOne());
  }

  /** The operation that this initiator has started with this idempotency key. */
  public Optional<StoredOperation> findByKey(String initiator, String idempotencyKey) {
    return jdbi.withHandle(handle -> findByKey(handle, initiator, idempotencyKey));
  }

  private static Optional<StoredOperation> findByKey(
      Handle handle, String initiator, @Nullable String key) {
    return handle
        .createQuery(
            "select * from operations where initiator = :initiator and idempotency_key = :key")
        .bind("initiator", initiator)
        .bind("key", key)
        .map((rs, context) -> StoredOperation.read(rs))
        .findOne();
  }

  /**
   * Operations, newest first.
   *
   * @param after the cursor of an earlier page; null for the first
   * @throws IllegalArgumentException if the cursor is none
   */
  public Page<StoredOperation> list(OperationFilter filter, @Nullable String after, int limit) {
    Cursor cursor = Cursor.parse(after, 2);
    List<StoredOperation> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from operations o
                    where (cast(:state as text) is null or state = :state)
                      and (cast(:type as text) is null or type = :type)
                      and (cast(:server as text) is null or exists (
                        select from operation_servers s
                        where s.operation = o.id and s.server = :server))
                      and (cast(:initiator as text) is null or initiator = :initiator)
                      and (cast(:at as text) is null
                        or (created_at, id) < (cast(:at as timestamptz), :id))
                    order by created_at desc, id desc limit :limit
                    """)
                .bind("state", filter.state() == null ? null : filter.state().word())
                .bind("type", filter.type())
                .bind("server", filter.server())
                .bind("initiator", filter.initiator())
                .bind("at", cursor == null ? null : cursor.fields().get(0))
                .bind("id", cursor == null ? null : cursor.fields().get(1))
                .bind("limit", limit + 1)
                .map((rs, context) -> StoredOperation.read(rs))
                .list());
    if (found.size() <= limit) {
      return new Page<>(found, null);
    }
    StoredOperation last = found.get(limit - 1);
    return new Page<>(
        found.subList(0, limit), Cursor.of(last.createdAt().toString(), last.id()).word());
  }

  /** Every operation that has not ended and is older than this, oldest first. */
  public List<StoredOperation> open(Duration olderThan) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from operations
                where ended_at is null
                  and created_at < now() - cast(:millis as bigint) * interval '1 millisecond'
                order by created_at
                """)
            .bind("millis", olderThan.toMillis())
            .map((rs, context) -> StoredOperation.read(rs))
            .list());
  }

  /** The servers of an operation, sorted by name. */
  public List<OperationServer> servers(String operation) {
    return servers(List.of(operation)).getOrDefault(operation, List.of());
  }

  /** The servers of several operations, by operation, sorted by name. */
  public Map<String, List<OperationServer>> servers(Collection<String> operations) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select * from operation_servers where operation = any(:operations)
                order by operation, server
                """)
            .bindArray("operations", String.class, List.copyOf(operations))
            .map((rs, context) ->
                new OperationServer(
                    rs.getString("operation"),
                    rs.getString("server"),
                    OperationState.of(rs.getString("state")),
                    rs.getString("plan_hash"),
                    rs.getInt("changes"),
                    rs.getInt("unchanged"),
                    rs.getString("error"),
                    outcome(rs.getString("outcome"))))
            .stream()
            .collect(Collectors.groupingBy(OperationServer::operation)));
  }

  /** The task queues of those servers of an operation that are in a region, by name. */
  public Map<String, String> routes(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select s.name, s.region from operation_servers o join servers s on s.name = o.server
                where o.operation = :operation and s.region is not null order by s.name
                """)
            .bind("operation", operation)
            .map((rs, context) ->
                Map.entry(rs.getString("name"), TaskQueues.ssh(rs.getString("region"))))
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
  }

  private static @Nullable Map<String, Object> outcome(@Nullable String json) {
    return json == null ? null : JsonPayloads.read(json, OUTCOME);
  }

  /** Records that the workflow runs; the first run's id stays. */
  public void recordRun(String operation, String runId) {
    jdbi.useHandle(handle ->
        handle.execute(
            "update operations set run_id = ? where id = ? and run_id is null", runId, operation));
  }

  /** Records how far an operation is; without effect once it has ended. */
  public void recordOperation(OperationUpdate update) {
    jdbi.useHandle(handle -> recordOperation(handle, update));
  }

  private static int recordOperation(Handle handle, OperationUpdate update) {
    return handle
        .createUpdate(
            """
            update operations set
              state = :state,
              plan_hash = coalesce(:planHash, plan_hash),
              error = coalesce(:error, error),
              started_at = case when :queued then started_at else coalesce(started_at, now()) end,
              ended_at = case when :ended then now() end
            where id = :id and ended_at is null
              and (state, plan_hash, error) is distinct from
                (:state, coalesce(:planHash, plan_hash), coalesce(:error, error))
            """)
        .bind("id", update.operation())
        .bind("state", update.state().word())
        .bind("planHash", update.planHash())
        .bind("error", update.error())
        .bind("queued", update.state() == OperationState.QUEUED)
        .bind("ended", update.state().ended())
        .execute();
  }

  /** Records how far an operation is on servers; one that has ended does not go back. */
  public void recordServers(String operation, List<ServerResult> results) {
    if (results.isEmpty()) {
      return;
    }
    jdbi.useTransaction(handle -> {
      PreparedBatch batch =
          handle.prepareBatch(
              """
              update operation_servers set
                state = :state, changes = :changes, unchanged = :unchanged,
                plan_hash = coalesce(:planHash, plan_hash), error = :error,
                outcome = coalesce(cast(:outcome as jsonb), outcome)
              where operation = :operation and server = :server
                and (:ended or state not in (%s))
                and (state, changes, unchanged, plan_hash, error, outcome) is distinct from
                  (:state, :changes, :unchanged, coalesce(:planHash, plan_hash),
                   cast(:error as text), coalesce(cast(:outcome as jsonb), outcome))
              """
                  .formatted(ENDED_STATES));
      for (ServerResult result : results) {
        batch
            .bind("operation", operation)
            .bind("server", result.server())
            .bind("state", result.state().word())
            .bind("changes", result.changes())
            .bind("unchanged", result.unchanged())
            .bind("planHash", result.planHash())
            .bind("error", result.error())
            .bind("outcome", result.outcome() == null ? null : JsonPayloads.write(result.outcome()))
            .bind("ended", result.state().ended())
            .add();
      }
      batch.execute();
    });
  }

  /** Ends an operation, and all its servers that had not ended, because its workflow is gone. */
  public void close(String operation, OperationState state, @Nullable String reason) {
    jdbi.useTransaction(handle -> {
      int closed = recordOperation(handle, new OperationUpdate(operation, state, null, reason));
      if (closed == 1) {
        handle
            .createUpdate(
                """
                update operation_servers set state = :state, error = coalesce(error, cast(:reason as text))
                where operation = :operation and state not in (%s)
                """
                    .formatted(ENDED_STATES))
            .bind("operation", operation)
            .bind("state", state.word())
            .bind("reason", reason)
            .execute();
      }
    });
  }
}
