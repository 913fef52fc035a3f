package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import dev.holdfast.platform.temporal.JsonPayloads;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.PreparedBatch;

/** What operations were given for single servers. Thread-safe. */
public final class ServerInputs {
  private final Jdbi jdbi;
  private final DataKeys keys;

  public ServerInputs(Jdbi jdbi, AtRest atRest) {
    this.jdbi = jdbi;
    this.keys = atRest.keys();
  }

  /**
   * The input of an operation on a server as JSON; none where it is that of all its servers.
   *
   * @throws IllegalStateException if the operation was erased
   */
  public Optional<String> find(String operation, String server) {
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select input_sealed from operation_servers
                    where operation = :operation and server = :server
                      and input_sealed is not null
                    """)
                .bind("operation", operation)
                .bind("server", server)
                .mapTo(byte[].class)
                .findOne())
        .map(sealed ->
            OperationContent.SERVER_INPUT.read(
                keys.find(KeyOwner.operation(operation))
                    .orElseThrow(() -> new IllegalStateException(operation + " was erased")),
                null,
                sealed,
                null,
                server));
  }

  /** The inputs of an operation's servers that have one of their own, as JSON, by server. */
  public Map<String, String> all(String operation) {
    Map<String, byte[]> sealed =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select server, input_sealed from operation_servers
                    where operation = :operation and input_sealed is not null
                    """)
                .bind("operation", operation)
                .map((rs, context) -> Map.entry(rs.getString(1), rs.getBytes(2)))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    DataKey key = sealed.isEmpty() ? null : keys.find(KeyOwner.operation(operation)).orElse(null);
    Map<String, String> inputs = new TreeMap<>();
    sealed.forEach((server, input) ->
        inputs.put(
            server,
            Objects.requireNonNullElse(
                OperationContent.SERVER_INPUT.read(key, null, input, "{}", server), "{}")));
    return inputs;
  }

  /** Stores them in the transaction that makes their operation. */
  static void insert(
      Handle handle, String operation, DataKey key, Map<String, ServerInput> inputs) {
    if (inputs.isEmpty()) {
      return;
    }
    PreparedBatch batch =
        handle.prepareBatch(
            """
            update operation_servers
            set input_sealed = :input, input_origin = cast(:origin as jsonb)
            where operation = :operation and server = :server
            """);
    inputs.forEach((server, input) ->
        batch
            .bind("operation", operation)
            .bind("server", server)
            .bind("input", OperationContent.SERVER_INPUT.seal(key, input.json(), server))
            .bind("origin", input.origin() == null ? null : JsonPayloads.write(input.origin()))
            .add());
    batch.execute();
  }
}
