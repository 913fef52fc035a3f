package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A server that an operation works on.
 *
 * @param queue the task queue of what talks to it; null for {@link TaskQueues#SSH}
 * @param planHash the hash of its plan; null where there is none
 * @param attempt from 1; a server that is retried has a new one
 */
public record FleetTarget(
    String server,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String queue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String planHash,
    int attempt) {

  public FleetTarget {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: starts at 1");
    }
  }
}
