package dev.holdfast.workers;

import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.server.Region;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a worker process is there for.
 *
 * @param capabilities what it does; empty for all
 * @param region whose servers it works on; null for servers in no region
 */
public record WorkerOptions(Set<String> capabilities, @Nullable String region) {
  private static final List<String> ALL = List.of(TaskQueues.WORKFLOWS, TaskQueues.SSH);

  /**
   * @throws IllegalArgumentException if a capability is none that this worker has, or the region
   *     none
   */
  public WorkerOptions {
    capabilities = new TreeSet<>(capabilities.isEmpty() ? ALL : capabilities);
    for (String capability : capabilities) {
      if (!ALL.contains(capability)) {
        throw new IllegalArgumentException(
            "capability: '" + capability + "' is none of " + String.join(", ", ALL));
      }
    }
    if (region != null) {
      Region.require(region);
    }
  }

  /** The task queues that it serves; a worker in a region takes no work for servers elsewhere. */
  public List<String> queues() {
    return ALL.stream()
        .filter(capabilities::contains)
        .map(capability -> capability.equals(TaskQueues.SSH) ? TaskQueues.ssh(region) : capability)
        .toList();
  }

  /** A worker that serves everything. */
  public static WorkerOptions all() {
    return new WorkerOptions(Set.of(), null);
  }
}
