package dev.holdfast.schemas.operation;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * A server that an operation works on.
 *
 * @param queue the task queue of what talks to it; null for {@link TaskQueues#SSH}
 * @param planHash the hash of its plan; null where there is none
 * @param attempt from 1; a server that is retried has a new one
 * @param fixed whether it was given an input of its own after it had failed; null for no
 */
public record FleetTarget(
    String server,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String queue,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String planHash,
    int attempt,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Boolean fixed) {

  /** In the memo of a server's workflow: which attempt it is; none for the first. */
  public static final String ATTEMPT = "attempt";

  public FleetTarget {
    if (attempt < 1) {
      throw new IllegalArgumentException("attempt: starts at 1");
    }
  }

  /** The same, through another task queue; null for {@link TaskQueues#SSH}. */
  public FleetTarget on(@Nullable String other) {
    return new FleetTarget(server, other, planHash, attempt, fixed);
  }

  /** One with the input that it was planned for. */
  public FleetTarget(
      String server, @Nullable String queue, @Nullable String planHash, int attempt) {
    this(server, queue, planHash, attempt, null);
  }
}
