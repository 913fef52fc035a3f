package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import io.micrometer.core.instrument.Metrics;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;
import org.jspecify.annotations.Nullable;

/**
 * Writes how far operations are. Rows are locked and compared here, because what is encrypted is
 * another ciphertext each time: what is the same as before is not written, and so tells nobody.
 */
final class OperationRecording {
  private static final String BEFORE_RUNNING =
      Stream.of(ServerState.values())
          .filter(state -> state != ServerState.RUNNING && state.mayBecome(ServerState.RUNNING))
          .map(state -> "'" + state.word() + "'")
          .collect(Collectors.joining(", "));

  private final Jdbi jdbi;
  private final DataKeys keys;

  OperationRecording(Jdbi jdbi, DataKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
  }

  void operation(OperationUpdate update) {
    // Most say nothing that is encrypted, and need neither the look nor the key.
    if (update.error() == null) {
      record(update, handle -> operation(handle, update));
    } else if (open(update.operation())) {
      DataKey key = keys.of(KeyOwner.operation(update.operation()));
      record(update, handle -> operation(handle, update, key));
    }
  }

  private void record(
      OperationUpdate update, Function<Handle, Optional<StoredOperation>> recording) {
    count(
        update.state(),
        jdbi.inTransaction(handle -> {
          Optional<StoredOperation> changed = recording.apply(handle);
          changed.ifPresent(
              before -> OperationNews.of(handle, before, update.state(), update.failure()));
          return changed;
        }));
  }

  void close(
      String operation,
      OperationState state,
      @Nullable String reason,
      @Nullable FailureData failure) {
    if (open(operation)) {
      DataKey key = keys.of(KeyOwner.operation(operation));
      count(
          state,
          jdbi.inTransaction(handle -> {
            Optional<StoredOperation> changed =
                operation(
                    handle, new OperationUpdate(operation, state, null, reason, failure), key);
            if (changed.isPresent()) {
              closeServers(handle, operation, state, reason, failure, key);
              OperationNews.of(handle, changed.get(), state, failure);
            }
            return changed;
          }));
    }
  }

  /** Ended operations, in the process that has recorded the end. */
  private static void count(OperationState state, Optional<StoredOperation> changed) {
    changed
        .filter(operation -> state.ended())
        .ifPresent(operation ->
            Metrics.counter(
                    "holdfast.operations.ended", "type", operation.type(), "state", state.word())
                .increment());
  }

  /** Looked at first: of what has ended the key may be erased. */
  private boolean open(String operation) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "select exists (select from operations where id = :id and ended_at is null)")
            .bind("id", operation)
            .mapTo(Boolean.class)
            .one());
  }

  /** The operation as it was, if anything has changed; the same for what says no error. */
  private static Optional<StoredOperation> operation(Handle handle, OperationUpdate update) {
    return handle
        .createQuery(
            """
            with before as (
              select * from operations where id = :id and ended_at is null for update),
            changed as (
              update operations o set
                state = :state,
                plan_hash = coalesce(:planHash, o.plan_hash),
                started_at = case when :queued then o.started_at else coalesce(o.started_at, now()) end,
                ended_at = case when :ended then now() end,
                asked_at = case when :asks then now() else o.asked_at end,
                waits_until = case when not :ended then o.waits_until end
              from before b
              where o.id = b.id and (b.state <> :state
                or b.plan_hash is distinct from coalesce(:planHash, b.plan_hash))
              returning o.id)
            select b.* from before b join changed on changed.id = b.id
            """)
        .bind("id", update.operation())
        .bind("state", update.state().word())
        .bind("planHash", update.planHash())
        .bind("queued", update.state() == OperationState.QUEUED)
        .bind("ended", update.state().ended())
        .bind("asks", update.state() == OperationState.AWAITING_APPROVAL)
        .map((rs, context) -> OperationRow.read(rs).clear())
        .findOne();
  }

  /** The operation as it was, if anything has changed. */
  private static Optional<StoredOperation> operation(
      Handle handle, OperationUpdate update, DataKey key) {
    OperationRow row =
        handle
            .createQuery("select * from operations where id = :id and ended_at is null for update")
            .bind("id", update.operation())
            .map((rs, context) -> OperationRow.read(rs))
            .findOne()
            .orElse(null);
    if (row == null) {
      return Optional.empty();
    }
    StoredOperation is = row.clear();
    String planHash = update.planHash() == null ? is.planHash() : update.planHash();
    boolean newError = update.error() != null && !update.error().equals(row.error(key));
    if (is.state() == update.state() && Objects.equals(is.planHash(), planHash) && !newError) {
      return Optional.empty();
    }
    handle
        .createUpdate(
            """
            update operations set
              state = :state,
              plan_hash = :planHash,
              error = case when :newError then null else error end,
              error_sealed = case when :newError then :error else error_sealed end,
              failure_sealed = case when :newError then :failure else failure_sealed end,
              started_at = case when :queued then started_at else coalesce(started_at, now()) end,
              ended_at = case when :ended then now() end,
              asked_at = case when :asks then now() else asked_at end,
              waits_until = case when not :ended then waits_until end
            where id = :id
            """)
        .bind("id", update.operation())
        .bind("state", update.state().word())
        .bind("planHash", planHash)
        .bind("newError", newError)
        .bind("error", OperationContent.ERROR.seal(key, update.error()))
        .bind("failure", OperationContent.seal(OperationContent.FAILURE, key, update.failure()))
        .bind("queued", update.state() == OperationState.QUEUED)
        .bind("ended", update.state().ended())
        .bind("asks", update.state() == OperationState.AWAITING_APPROVAL)
        .execute();
    return Optional.of(is);
  }

  private static void closeServers(
      Handle handle,
      String operation,
      OperationState state,
      @Nullable String reason,
      @Nullable FailureData failure,
      DataKey key) {
    for (OperationServer server : lock(handle, operation, null, key).values()) {
      if (!server.state().ended()) {
        boolean told = server.error() != null;
        String error = told ? server.error() : reason;
        handle
            .createUpdate(
                """
                update operation_servers set state = :state, error = null, error_sealed = :error,
                  failure_sealed = :failure
                where operation = :operation and server = :server
                """)
            .bind("operation", operation)
            .bind("server", server.name())
            .bind("state", ServerState.endedWith(state).word())
            .bind("error", OperationContent.SERVER_ERROR.seal(key, error, server.name()))
            .bind("failure", sealed(key, told ? server.failure() : failure, server.name()))
            .execute();
      }
    }
  }

  /** Of this nothing is encrypted: the row need not be read to be compared. */
  void running(String operation, Collection<String> servers, @Nullable Integer attempt) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operation_servers set
                  state = 'running', changes = 0, unchanged = 0, error = null, error_sealed = null
                where operation = :operation and server = any(:servers) and attempt <= :attempt
                  and (state in (%s) or state = 'running' and num_nonnulls(error, error_sealed) > 0)
                """
                    .formatted(BEFORE_RUNNING))
            .bind("operation", operation)
            .bindArray("servers", String.class, List.copyOf(servers))
            .bind("attempt", Objects.requireNonNullElse(attempt, 1))
            .execute());
  }

  void servers(String operation, List<ServerResult> results) {
    if (results.isEmpty()) {
      return;
    }
    DataKey key = keys.of(KeyOwner.operation(operation));
    jdbi.useTransaction(handle -> {
      Map<String, OperationServer> rows =
          lock(handle, operation, results.stream().map(ServerResult::server).toList(), key);
      PreparedBatch batch =
          handle.prepareBatch(
              """
              update operation_servers set
                state = :state, changes = :changes, unchanged = :unchanged, plan_hash = :planHash,
                error = null, error_sealed = :error, failure_sealed = :failure,
                outcome = null, outcome_sealed = :outcome,
                asked_at = case when :asks then now() else asked_at end
              where operation = :operation and server = :server
              """);
      for (ServerResult result : results) {
        OperationServer is = rows.get(result.server());
        if (is == null
            || isEarlier(result, is)
            || isParkedFor(result, is)
            || !is.state().mayBecome(result.state())) {
          continue; // delivered late
        }
        OperationServer next = merged(is, result);
        if (!same(is, next)) {
          rows.put(next.name(), next);
          add(batch, next, key);
          OperationNews.ofServer(handle, is, next);
        }
      }
      if (batch.size() > 0) {
        batch.execute();
      }
    });
  }

  /** Another attempt has begun meanwhile: what the one before has to say is over. */
  private static boolean isEarlier(ServerResult result, OperationServer is) {
    return Objects.requireNonNullElse(result.attempt(), 1) < is.attempt();
  }

  /**
   * It was parked because it could not be reached: what told that may say so again, where its
   * worker died before Temporal had heard of it.
   */
  private static boolean isParkedFor(ServerResult result, OperationServer is) {
    return result.state() == ServerState.UNREACHABLE
        && is.state() == ServerState.PARKED
        && is.parked() != null
        && is.parked().why() == ParkedServer.Why.OFFLINE;
  }

  private static OperationServer merged(OperationServer is, ServerResult result) {
    return new OperationServer(
        is.operation(),
        is.name(),
        is.attempt(),
        result.state(),
        result.planHash() == null ? is.planHash() : result.planHash(),
        result.changes(),
        result.unchanged(),
        result.error(),
        result.failure(),
        result.outcome() == null ? is.outcome() : result.outcome(),
        is.parked(),
        is.origin());
  }

  /** By their text, because numbers that were stored come back as others. */
  private static boolean same(OperationServer one, OperationServer other) {
    return JsonPayloads.write(one).equals(JsonPayloads.write(other));
  }

  private static void add(PreparedBatch batch, OperationServer server, DataKey key) {
    String outcome = server.outcome() == null ? null : JsonPayloads.write(server.outcome());
    batch
        .bind("operation", server.operation())
        .bind("server", server.name())
        .bind("state", server.state().word())
        .bind("asks", server.state() == ServerState.AWAITING_APPROVAL)
        .bind("changes", server.changes())
        .bind("unchanged", server.unchanged())
        .bind("planHash", server.planHash())
        .bind("error", OperationContent.SERVER_ERROR.seal(key, server.error(), server.name()))
        .bind("failure", sealed(key, server.failure(), server.name()))
        .bind("outcome", OperationContent.OUTCOME.seal(key, outcome, server.name()))
        .add();
  }

  private static byte @Nullable [] sealed(
      DataKey key, @Nullable FailureData failure, String server) {
    return OperationContent.seal(OperationContent.SERVER_FAILURE, key, failure, server);
  }

  /**
   * Locks the rows of an operation's servers in the order of their names.
   *
   * @param servers null for all
   */
  private static Map<String, OperationServer> lock(
      Handle handle, String operation, @Nullable Collection<String> servers, DataKey key) {
    return handle
        .createQuery(
            """
            select * from operation_servers where operation = :operation
              and (:all or server = any(:servers))
            order by server for update
            """)
        .bind("operation", operation)
        .bind("all", servers == null)
        .bindArray("servers", String.class, servers == null ? List.of() : List.copyOf(servers))
        .map((rs, context) -> OperationServerRow.read(rs).open(key))
        .stream()
        .collect(Collectors.toMap(OperationServer::name, Function.identity()));
  }
}
