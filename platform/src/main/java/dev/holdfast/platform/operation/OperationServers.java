package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.schemas.operation.ServerState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** The servers of operations, counted, or so many of them at a time. Thread-safe. */
public final class OperationServers {
  private static final String BAD = words(ServerState::bad);
  private static final String DONE = words(ServerState::done);

  private final Jdbi jdbi;
  private final DataKeys keys;

  public OperationServers(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * All servers of an operation, counted.
   *
   * @param byState how many are in a state; none is left out
   * @param changes that were made, or for those that have not done all of it, planned
   * @param recorded changes made and not reverted, where they are recorded one by one
   * @param unchanged resources that were as desired
   */
  public record Totals(
      Map<ServerState, Integer> byState, int changes, int recorded, int unchanged) {
    public Totals {
      byState = Map.copyOf(byState);
    }

    private static Totals of(List<Count> counts) {
      return new Totals(
          counts.stream().collect(Collectors.toMap(Count::state, Count::servers)),
          counts.stream().mapToInt(Count::changes).sum(),
          counts.stream().mapToInt(Count::recorded).sum(),
          counts.stream().mapToInt(Count::unchanged).sum());
    }
  }

  private record Count(
      String operation, ServerState state, int servers, int changes, int recorded, int unchanged) {}

  /** The totals of these operations, by operation. */
  public Map<String, Totals> totals(Collection<String> operations) {
    Map<String, List<Count>> counts =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select s.operation, s.state, count(*)::int as servers,
                      sum(s.changes)::int as changes, sum(s.unchanged)::int as unchanged,
                      coalesce(sum(case when s.state in (%s) then s.changes else c.made end), 0)::int
                        as recorded
                    from operation_servers s
                    left join (
                      select operation, server, count(*) as made from changes
                      where operation = any(:operations) and state = 'applied'
                      group by operation, server) c
                      on c.operation = s.operation and c.server = s.server
                    where s.operation = any(:operations)
                    group by s.operation, s.state
                    """
                        .formatted(DONE))
                .bindArray("operations", String.class, List.copyOf(operations))
                .map((rs, context) ->
                    new Count(
                        rs.getString("operation"),
                        ServerState.of(rs.getString("state")),
                        rs.getInt("servers"),
                        rs.getInt("changes"),
                        rs.getInt("recorded"),
                        rs.getInt("unchanged")))
                .collect(Collectors.groupingBy(Count::operation)));
    return operations.stream()
        .distinct()
        .collect(
            Collectors.toMap(
                Function.identity(), id -> Totals.of(counts.getOrDefault(id, List.of()))));
  }

  /**
   * At most so many servers of each operation, those on which it failed first, then by name. Where
   * there are more, those that wait for somebody and those under way come before the others.
   */
  public Map<String, List<OperationServer>> first(Collection<String> operations, int most) {
    List<OperationServerRow> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from (
                      select s.*, row_number() over (
                        partition by operation
                        order by case
                          when state in (%1$s) then 0
                          when state in ('awaiting-approval', 'parked') then 1
                          when state in ('planning', 'running') then 2
                          when state = 'queued' then 4
                          else 3 end, server) as place
                      from operation_servers s where operation = any(:operations)) ranked
                    where place <= :most
                    order by operation, case when state in (%1$s) then 0 else 1 end, server
                    """
                        .formatted(BAD))
                .bindArray("operations", String.class, List.copyOf(operations))
                .bind("most", most)
                .map((rs, context) -> OperationServerRow.read(rs))
                .list());
    return opened(rows).collect(Collectors.groupingBy(OperationServer::operation));
  }

  /** The servers on which an operation failed, sorted by name, at most so many. */
  public List<OperationServer> bad(String operation, int most) {
    return page(
            operation,
            Stream.of(ServerState.values())
                .filter(ServerState::bad)
                .collect(Collectors.toUnmodifiableSet()),
            null,
            most)
        .items();
  }

  /**
   * A part of the servers of an operation, sorted by name: nothing is missed or told twice while
   * they go from state to state.
   *
   * @param states only those in one of these; all if it is empty
   * @param after the cursor of an earlier page; null for the first
   * @throws WrongCursorException if the cursor is none
   */
  public Page<OperationServer> page(
      String operation, Set<ServerState> states, @Nullable String after, int limit) {
    PageCursor cursor = PageCursor.parse(after, 1);
    List<OperationServerRow> rows =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select * from operation_servers
                    where operation = :operation and server > :after
                      and (:all or state = any(:states))
                    order by server limit :limit
                    """)
                .bind("operation", operation)
                .bind("after", cursor == null ? "" : cursor.fields().getFirst())
                .bind("all", states.isEmpty())
                .bindArray("states", String.class, states.stream().map(ServerState::word).toList())
                .bind("limit", limit + 1)
                .map((rs, context) -> OperationServerRow.read(rs))
                .list());
    boolean more = rows.size() > limit;
    List<OperationServer> page = opened(more ? rows.subList(0, limit) : rows).toList();
    return new Page<>(page, more ? PageCursor.of(page.getLast().name()).word() : null);
  }

  /** Those of these names, in no order. */
  public List<OperationServer> named(String operation, Collection<String> names) {
    return opened(
            jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select * from operation_servers
                        where operation = :operation and server = any(:names)
                        """)
                    .bind("operation", operation)
                    .bindArray("names", String.class, List.copyOf(names))
                    .map((rs, context) -> OperationServerRow.read(rs))
                    .list()))
        .toList();
  }

  /** Whether a server of this name is one of the operation's. */
  public boolean has(String operation, String server) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select exists (
                  select from operation_servers where operation = :operation and server = :server)
                """)
            .bind("operation", operation)
            .bind("server", server)
            .mapTo(Boolean.class)
            .one());
  }

  private Stream<OperationServer> opened(List<OperationServerRow> rows) {
    Map<KeyOwner, DataKey> known =
        keys.find(
            rows.stream().map(row -> KeyOwner.operation(row.operation())).distinct().toList());
    return rows.stream().map(row -> row.open(known.get(KeyOwner.operation(row.operation()))));
  }

  private static String words(Predicate<ServerState> which) {
    return Stream.of(ServerState.values())
        .filter(which)
        .map(state -> "'" + state.word() + "'")
        .collect(Collectors.joining(", "));
  }
}
