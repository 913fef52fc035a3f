package dev.holdfast.platform.stack;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One operation on a stack.
 *
 * @param version counts from 1 for each stack of an organisation
 * @param removal whether it was removed by it, and not deployed
 * @param document a digest, the same for the same document; null where servers had their own
 * @param state of the operation, as its word
 * @param changed whether it has changed a server
 */
public record StackDeployment(
    String stack,
    int version,
    String operation,
    boolean removal,
    @Nullable String document,
    String state,
    boolean changed,
    String initiator,
    String selector,
    Instant startedAt,
    @Nullable Instant endedAt) {

  /** Whether its document was put in place by it. */
  public boolean deployed() {
    return state.equals("succeeded") && changed && !removal;
  }
}
