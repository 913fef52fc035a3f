package dev.holdfast.platform.operation;

import dev.holdfast.schemas.gate.GateServers;
import dev.holdfast.schemas.operation.FleetActivities.Ending;
import dev.holdfast.schemas.operation.FleetActivities.NextServers;
import dev.holdfast.schemas.operation.FleetActivities.Tally;
import dev.holdfast.schemas.operation.FleetActivities.WaveServers;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.PlanHash;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/** The servers of operations, as their workflows go through them. Thread-safe. */
public final class FleetRows {
  private static final String OPEN =
      Stream.of(ServerState.values())
          .filter(state -> !state.ended())
          .map(state -> "'" + state.word() + "'")
          .collect(Collectors.joining(", "));

  private final Jdbi jdbi;

  public FleetRows(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  private record Count(ServerState state, int servers, int toChange, int planned, int changes) {}

  /** The servers of an operation, counted. */
  public Tally count(String operation) {
    return jdbi.withHandle(handle -> {
      List<Count> counts =
          handle
              .createQuery(
                  """
                  select state, count(*)::int as servers, sum(changes)::int as changes,
                    count(*) filter (where plan_hash is not null)::int as planned,
                    count(*) filter (
                      where state = 'queued' and plan_hash is not null and changes > 0)::int
                      as to_change
                  from operation_servers where operation = :operation group by state
                  """)
              .bind("operation", operation)
              .map((rs, context) ->
                  new Count(
                      ServerState.of(rs.getString("state")),
                      rs.getInt("servers"),
                      rs.getInt("to_change"),
                      rs.getInt("planned"),
                      rs.getInt("changes")))
              .list();
      Map<ServerState, Integer> states = new EnumMap<>(ServerState.class);
      counts.forEach(count -> states.put(count.state(), count.servers()));
      return new Tally(
          states,
          counts.stream().mapToInt(Count::toChange).sum(),
          of(counts, ServerState.FAILED).mapToInt(Count::planned).sum(),
          of(counts, ServerState.SUCCEEDED).mapToInt(Count::changes).sum(),
          PlanHash.of(
              counts.stream().allMatch(count -> count.planned() == 0)
                  ? Map.of()
                  : hashes(handle, operation)));
    });
  }

  private static Stream<Count> of(List<Count> counts, ServerState state) {
    return counts.stream().filter(count -> count.state() == state);
  }

  private static Map<String, String> hashes(Handle handle, String operation) {
    return handle
        .createQuery(
            """
            select server, plan_hash from operation_servers
            where operation = :operation and plan_hash is not null
            """)
        .bind("operation", operation)
        .map((rs, context) -> Map.entry(rs.getString(1), rs.getString(2)))
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** The next servers, sorted by name; those that wait for their window are among them. */
  public List<FleetTarget> next(NextServers wanted) {
    String which =
        switch (wanted.which()) {
          case UNPLANNED -> "and o.plan_hash is null";
          case PLANNED -> "and o.plan_hash is not null and o.changes > 0";
          case QUEUED -> "";
        };
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select o.server, o.plan_hash, o.attempt, s.region
                from operation_servers o left join servers s on s.name = o.server
                where o.operation = :operation and o.server > :after
                  and (o.state = 'queued'
                    or (not :open and o.state = 'parked' and o.parked_why = 'window'))
                  and o.attempt = 1 %s
                order by o.server limit :most
                """
                    .formatted(which))
            .bind("operation", wanted.operation())
            .bind("after", wanted.after())
            .bind("open", Boolean.TRUE.equals(wanted.open()))
            .bind("most", wanted.most())
            .map((rs, context) ->
                new FleetTarget(
                    rs.getString("server"),
                    rs.getString("region") == null ? null : TaskQueues.ssh(rs.getString("region")),
                    rs.getString("plan_hash"),
                    rs.getInt("attempt")))
            .list());
  }

  /** The task queues of servers of a wave that are done. */
  public List<String> gateQueues(WaveServers wave) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select distinct s.region
                from operation_servers o left join servers s on s.name = o.server
                where o.operation = :operation and o.state = 'succeeded'
                  and o.server > :after and o.server <= :through
                """)
            .bind("operation", wave.operation())
            .bind("after", wave.after())
            .bind("through", wave.through())
            .map((rs, context) -> TaskQueues.ssh(rs.getString(1)))
            .list()
            .stream()
            .sorted()
            .toList());
  }

  /** The servers of a wave that are done, of those that one task queue is for; sorted. */
  public List<String> gateServers(String operation, GateServers of) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select o.server
                from operation_servers o left join servers s on s.name = o.server
                where o.operation = :operation and o.state = 'succeeded'
                  and o.server > :after and o.server <= :through
                  and s.region is not distinct from cast(:region as text)
                order by o.server
                """)
            .bind("operation", operation)
            .bind("after", of.after())
            .bind("through", of.through())
            .bind("region", TaskQueues.region(of.queue()))
            .mapTo(String.class)
            .list());
  }

  /** What a server is in; queued where the operation has none of this name. */
  public ServerState state(String operation, String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select state from operation_servers
                where operation = :operation and server = :server
                """)
            .bind("operation", operation)
            .bind("server", server)
            .map((rs, context) -> ServerState.of(rs.getString(1)))
            .findOne()
            .orElse(ServerState.QUEUED));
  }

  /** Which attempt at a server is the last, from 1. */
  public int attempt(String operation, String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select attempt from operation_servers
                where operation = :operation and server = :server
                """)
            .bind("operation", operation)
            .bind("server", server)
            .mapTo(Integer.class)
            .findOne()
            .orElse(1));
  }

  /** Records what a server's first plan says, unless it has one or has gone on. */
  public void planned(String operation, ServerResult plan) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operation_servers
                set plan_hash = :hash, changes = :changes, unchanged = :unchanged
                where operation = :operation and server = :server
                  and state = 'queued' and plan_hash is null
                """)
            .bind("operation", operation)
            .bind("server", plan.server())
            .bind("hash", plan.planHash())
            .bind("changes", plan.changes())
            .bind("unchanged", plan.unchanged())
            .execute());
  }

  /** Ends the servers that are meant, and no other. */
  public void end(String operation, Ending ending) {
    String how =
        switch (ending) {
          case UNCHANGED -> "state = 'unchanged'";
          case PLANNED -> "state = case when changes = 0 then 'unchanged' else 'succeeded' end";
          case QUEUED -> "state = 'succeeded'";
          case SKIPPED -> "state = 'skipped', changes = 0";
          case CANCELLED -> "state = 'cancelled', changes = 0";
        };
    String which =
        switch (ending) {
          case UNCHANGED -> "state = 'queued' and plan_hash is not null and changes = 0";
          case PLANNED -> "state = 'queued' and plan_hash is not null";
          case QUEUED -> "state = 'queued'";
          case SKIPPED, CANCELLED -> "state in (" + OPEN + ")";
        };
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operation_servers set %s
                where operation = :operation and %s
                """
                    .formatted(how, which))
            .bind("operation", operation)
            .execute());
    if (ending == Ending.UNCHANGED) {
      approved(operation);
    }
  }

  /** What is still to be changed was approved, and stays so whatever is found there later. */
  private void approved(String operation) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                update operation_servers set approved_hash = plan_hash
                where operation = :operation and state = 'queued' and plan_hash is not null
                """)
            .bind("operation", operation)
            .execute());
  }
}
