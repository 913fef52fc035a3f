package dev.holdfast.platform.temporal;

import dev.holdfast.schemas.operation.Priority;

/**
 * Whose turn it is in the task queues: the most urgent first, and of those that are as urgent the
 * organisations by turns, however much each of them has waiting.
 */
public final class Turns {
  private Turns() {}

  /**
   * What a workflow is started with. Its activities and the workflows that it starts have the same
   * unless they are given another.
   *
   * @param organisation of at most 64 bytes, which is Temporal's limit
   */
  public static io.temporal.common.Priority of(Priority priority, String organisation) {
    return io.temporal.common.Priority.newBuilder()
        .setPriorityKey(priority.key())
        .setFairnessKey(organisation)
        .build();
  }
}
