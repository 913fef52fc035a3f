package dev.holdfast.platform.operation;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.temporal.JsonPayloads;
import dev.holdfast.schemas.undo.UndoInput;
import dev.holdfast.schemas.undo.UndoOperation;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** With which input an operation was last confirmed on servers, and is in force. Thread-safe. */
public final class ConfirmedInputs {
  /** Operations looked at for a server: as many undone ones in a row are beyond reason. */
  static final int MOST = 40;

  private final Jdbi jdbi;
  private final DataKeys keys;

  public ConfirmedInputs(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * @param operation the id of the operation
   * @param input as JSON; null if it was erased, so that nobody knows it
   */
  public record Confirmed(String operation, @Nullable String input) {}

  @SuppressWarnings("ArrayRecordComponent")
  private record Row(
      String server, String ranOn, OperationRow operation, byte @Nullable [] ownInput) {
    KeyOwner owner() {
      return KeyOwner.operation(operation.id());
    }
  }

  /**
   * The last one on each of these servers that succeeded and was not undone; of a machine with
   * several names that on any of them. Dry runs do not count, nor what ran on a server that had the
   * name before.
   */
  public Map<String, Confirmed> last(String type, Collection<String> servers) {
    List<Row> rows = rows(type, servers);
    Map<KeyOwner, DataKey> known = keys.find(rows.stream().map(Row::owner).distinct().toList());
    Map<String, Confirmed> last = new HashMap<>();
    rows.stream()
        .collect(Collectors.groupingBy(Row::server))
        .forEach((server, newestFirst) -> {
          Confirmed found = last(type, newestFirst, known);
          if (found != null) {
            last.put(server, found);
          }
        });
    return last;
  }

  private static @Nullable Confirmed last(
      String type, List<Row> newestFirst, Map<KeyOwner, DataKey> keys) {
    Set<String> undone = new HashSet<>();
    for (Row row : newestFirst) {
      StoredOperation operation = row.operation().clear();
      if (undone.contains(operation.id())) {
        continue;
      }
      String input = input(row, keys.get(row.owner()));
      if (operation.type().equals(type) || input == null) {
        return new Confirmed(operation.id(), input);
      }
      undone.add(JsonPayloads.read(input, new TypeReference<UndoInput>() {}).operation());
    }
    return null;
  }

  private static @Nullable String input(Row row, @Nullable DataKey key) {
    if (row.ownInput() != null) {
      return key == null
          ? null
          : OperationContent.SERVER_INPUT.read(key, null, row.ownInput(), null, row.ranOn());
    }
    OperationRow operation = row.operation();
    return OperationContent.INPUT.read(key, operation.input(), operation.inputSealed(), null);
  }

  private List<Row> rows(String type, Collection<String> servers) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select r.name as of_server, ran.own_input, ran.ran_on, o.*
                from servers r
                cross join lateral (
                  select s.operation, s.server as ran_on, s.input_sealed as own_input,
                    coalesce(
                      (select max(c.applied_at) from changes c
                        where c.operation = s.operation and c.server = s.server),
                      p.ended_at, p.started_at, p.created_at) as at
                  from servers m
                  join operation_servers s on s.server = m.name
                  join operations p on p.id = s.operation
                  where coalesce(m.alias_of, m.name) = coalesce(r.alias_of, r.name)
                    and s.state in ('succeeded', 'unchanged') and not p.dry_run
                    and p.type in (:type, :undo) and p.created_at >= m.created_at
                  order by at desc, p.id desc limit :most) as ran
                join operations o on o.id = ran.operation
                where r.name = any(:servers)
                order by r.name, ran.at desc, o.id desc
                """)
            .bind("type", type)
            .bind("undo", UndoOperation.TYPE.name())
            .bind("most", MOST)
            .bindArray("servers", String.class, List.copyOf(servers))
            .map((rs, context) ->
                new Row(
                    rs.getString("of_server"),
                    rs.getString("ran_on"),
                    OperationRow.read(rs),
                    rs.getBytes("own_input")))
            .list());
  }
}
