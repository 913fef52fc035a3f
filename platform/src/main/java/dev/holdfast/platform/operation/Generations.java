package dev.holdfast.platform.operation;

import dev.holdfast.platform.atrest.DataKey;
import dev.holdfast.platform.atrest.DataKeys;
import dev.holdfast.platform.atrest.KeyOwner;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;

/** How often the steps of operations were run on a server. */
final class Generations {
  private final Jdbi jdbi;
  private final DataKeys keys;

  Generations(Jdbi jdbi, DataKeys keys) {
    this.jdbi = jdbi;
    this.keys = keys;
  }

  /**
   * Also of a last try that said nothing: where commands were run several times, the outcome tells
   * the last generation of its step {@code run}, or of each of {@code results}.
   */
  int last(String operation, String server, String step) {
    int stored =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    """
                    select coalesce(greatest(
                      (select max(generation) from operation_logs
                       where operation = :operation and server = :server and step = :step),
                      (select max(generation) from operation_steps
                       where operation = :operation and server = :server and step = :step)), 1)
                    """)
                .bind("operation", operation)
                .bind("server", server)
                .bind("step", step)
                .mapTo(Integer.class)
                .one());
    return Math.max(stored, told(operation, server, step));
  }

  private int told(String operation, String server, String step) {
    DataKey key = keys.find(KeyOwner.operation(operation)).orElse(null);
    Map<String, Object> outcome =
        jdbi.withHandle(handle ->
                handle
                    .createQuery(
                        """
                        select * from operation_servers
                        where operation = :operation and server = :server
                        """)
                    .bind("operation", operation)
                    .bind("server", server)
                    .map((rs, context) -> OperationServerRow.read(rs))
                    .findOne())
            .map(row -> row.open(key).outcome())
            .orElse(Map.of());
    int last = step.equals("run") ? generation(outcome) : 0;
    if (outcome.get("results") instanceof List<?> results) {
      for (Object result : results) {
        if (result instanceof Map<?, ?> fields && step.equals(fields.get("step"))) {
          last = Math.max(last, generation(fields));
        }
      }
    }
    return last;
  }

  private static int generation(Map<?, ?> outcome) {
    return outcome.get("generation") instanceof Number number ? number.intValue() : 0;
  }
}
