package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.file.FileUses;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.operation.FleetActivities.QueueAgain;
import dev.holdfast.schemas.operation.FleetActivities.QueuedAgain;
import dev.holdfast.schemas.operation.FleetSteering.Retry;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.ServerNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** What people do about servers on which an operation has failed. Thread-safe. */
public final class ServerRepairs {
  private static final String BAD =
      Stream.of(ServerState.values())
          .filter(ServerState::mayBeRetried)
          .map(state -> "'" + state.word() + "'")
          .collect(Collectors.joining(", "));

  private final Jdbi jdbi;
  private final AtRest atRest;

  public ServerRepairs(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.atRest = atRest;
  }

  private record Row(
      String server,
      ServerState state,
      int attempt,
      @Nullable String request,
      @Nullable String approvedHash,
      @Nullable String region,
      boolean fixed) {

    static Row read(ResultSet rs) throws SQLException {
      return new Row(
          rs.getString("server"),
          ServerState.of(rs.getString("state")),
          rs.getInt("attempt"),
          rs.getString("attempt_request"),
          rs.getString("approved_hash"),
          rs.getString("region"),
          rs.getBoolean("fixed"));
    }

    FleetTarget target() {
      return new FleetTarget(
          server,
          region == null ? null : TaskQueues.ssh(region),
          approvedHash,
          attempt,
          fixed ? true : null);
    }
  }

  /** Queues servers again, each for another attempt: all that are meant, or none. */
  public QueuedAgain queueAgain(QueueAgain wanted) {
    return jdbi.inTransaction(handle -> {
      if (!open(handle, wanted.operation())) {
        return new QueuedAgain(List.of(), List.of("the operation has ended"));
      }
      List<Row> before = rows(handle, wanted, names(handle, wanted));
      List<String> refused = refused(wanted, before);
      if (!refused.isEmpty()) {
        return new QueuedAgain(List.of(), refused);
      }
      for (Row row : before) {
        if (row.state().mayBeRetried() && !wanted.request().equals(row.request())) {
          begin(handle, wanted, row.server());
        }
      }
      return new QueuedAgain(
          rows(handle, wanted, before.stream().map(Row::server).toList()).stream()
              .filter(row -> row.state() == ServerState.QUEUED)
              .map(Row::target)
              .toList(),
          List.of());
    });
  }

  private static boolean open(Handle handle, String operation) {
    return handle
        .createQuery(
            "select id from operations where id = :operation and ended_at is null for share")
        .bind("operation", operation)
        .mapTo(String.class)
        .findOne()
        .isPresent();
  }

  /** Which are meant; what this request has begun before is all that it means. */
  private static List<String> names(Handle handle, QueueAgain wanted) {
    if (!wanted.servers().isEmpty()) {
      return wanted.servers();
    }
    List<String> begun =
        handle
            .createQuery(
                """
                select server from operation_servers
                where operation = :operation and attempt_request = :request
                """)
            .bind("operation", wanted.operation())
            .bind("request", wanted.request())
            .mapTo(String.class)
            .list();
    return !begun.isEmpty()
        ? begun
        : handle
            .createQuery(
                """
                select server from operation_servers
                where operation = :operation and state in (%s) order by server limit :most
                """
                    .formatted(BAD))
            .bind("operation", wanted.operation())
            .bind("most", Retry.MOST)
            .mapTo(String.class)
            .list();
  }

  private static List<Row> rows(Handle handle, QueueAgain wanted, List<String> names) {
    return handle
        .createQuery(
            """
            select o.*, s.region, o.input_origin ->> 'fixedBy' is not null as fixed
            from operation_servers o left join servers s on s.name = o.server
            where o.operation = :operation and o.server = any(:names)
            order by o.server for update of o
            """)
        .bind("operation", wanted.operation())
        .bindArray("names", String.class, names)
        .map((rs, context) -> Row.read(rs))
        .list();
  }

  private static List<String> refused(QueueAgain wanted, List<Row> rows) {
    Map<String, Row> known =
        rows.stream().collect(Collectors.toMap(Row::server, Function.identity()));
    Set<String> meant = new TreeSet<>(wanted.servers());
    meant.addAll(known.keySet());
    List<String> refused = new ArrayList<>();
    for (String server : meant) {
      Row row = known.get(server);
      if (row == null) {
        refused.add("%s is none of the operation's servers".formatted(ServerNames.within(server)));
      } else if (!row.state().mayBeRetried() && !wanted.request().equals(row.request())) {
        refused.add(
            "%s cannot be tried once more, it is %s"
                    .formatted(ServerNames.within(server), row.state().word())
                + (row.state() == ServerState.PARKED ? ": it is started by itself" : ""));
      }
    }
    if (meant.isEmpty()) {
      refused.add("there is no server on which it has failed");
    }
    return refused;
  }

  private void begin(Handle handle, QueueAgain wanted, String server) {
    handle
        .createUpdate(
            """
            update operation_servers
            set state = 'queued', attempt = attempt + 1, attempt_request = :request,
              error = null, error_sealed = null, failure_sealed = null,
                outcome = null, outcome_sealed = null,
              parked_why = null, parked_since = null, parked_until = null
            where operation = :operation and server = :server
            """)
        .bind("operation", wanted.operation())
        .bind("server", server)
        .bind("request", wanted.request())
        .execute();
    Map<String, Object> input = wanted.input();
    if (input != null) {
      give(handle, wanted, server, JsonPayloads.write(input));
    }
  }

  /** What was approved was made for another input. */
  private void give(Handle handle, QueueAgain wanted, String server, String input) {
    String operation = wanted.operation();
    DataKey key = atRest.keys().of(KeyOwner.operation(operation));
    ServerInputs.insert(
        handle,
        operation,
        key,
        Map.of(server, new ServerInput(input, InputOrigin.fix(wanted.by()))));
    FileUses.record(handle, operation, FileUses.namedIn(input, atRest.digests()));
    handle
        .createUpdate(
            """
            update operation_servers set approved_hash = null
            where operation = :operation and server = :server
            """)
        .bind("operation", operation)
        .bind("server", server)
        .execute();
  }

  /** Leaves out a server on which an operation has failed; without effect on any other. */
  public void skip(String operation, String server, String why) {
    DataKey key = atRest.keys().of(KeyOwner.operation(operation));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operation_servers
                set state = 'skipped', error = null, error_sealed = :why, failure_sealed = null
                where operation = :operation and server = :server and state in (%s)
                """
                    .formatted(BAD))
            .bind("operation", operation)
            .bind("server", server)
            .bind("why", OperationContent.SERVER_ERROR.seal(key, why, server))
            .execute());
  }

  /**
   * Records until when an operation waits for people; without effect once it has ended.
   *
   * @param until null where it does not wait any more
   */
  public void waits(String operation, @Nullable Instant until) {
    jdbi.useTransaction(handle -> {
      Optional<StoredOperation> before =
          handle
              .createQuery(
                  "select * from operations where id = :operation and ended_at is null for update")
              .bind("operation", operation)
              .map((rs, context) -> OperationRow.read(rs).clear())
              .findOne();
      if (before.isEmpty()) {
        return;
      }
      handle
          .createUpdate(
              """
              update operations set waits_until = cast(:until as timestamptz)
              where id = :operation
              """)
          .bind("operation", operation)
          .bind("until", until == null ? null : until.atOffset(ZoneOffset.UTC))
          .execute();
      if (until != null && before.get().waitsUntil() == null) {
        OperationNews.halted(handle, before.get(), until);
      }
    });
  }
}
