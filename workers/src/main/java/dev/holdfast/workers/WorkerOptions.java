package dev.holdfast.workers;

import dev.holdfast.schemas.operation.TaskQueues;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a worker process is there for.
 *
 * @param capabilities the task queues that it serves; empty for all
 */
public record WorkerOptions(Set<String> capabilities) {
  private static final List<String> ALL = List.of(TaskQueues.WORKFLOWS, TaskQueues.SSH);

  /**
   * @throws IllegalArgumentException if a capability is none that this worker has
   */
  public WorkerOptions {
    capabilities = new TreeSet<>(capabilities.isEmpty() ? ALL : capabilities);
    for (String capability : capabilities) {
      if (!ALL.contains(capability)) {
        throw new IllegalArgumentException(
            "capability: '" + capability + "' is none of " + String.join(", ", ALL));
      }
    }
  }

  /** A worker that serves everything. */
  public static WorkerOptions all() {
    return new WorkerOptions(Set.of());
  }
}
