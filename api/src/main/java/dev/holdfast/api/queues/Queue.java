package dev.holdfast.api.queues;

import dev.holdfast.schemas.operation.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One task queue. Its numbers are estimates, and some seconds old.
 *
 * @param region whose servers it is for; null for those in no region, and for what is on no server
 * @param waiting tasks that no worker has taken yet
 * @param oldestSeconds how long the first of them waits; 0 where none does
 * @param addedPerSecond over the last half minute
 * @param takenPerSecond over the last half minute
 * @param priorities those with something waiting, the most urgent first
 * @param workers those that have asked for work of late, by their names
 */
public record Queue(
    String queue,
    QueuedWork work,
    @Nullable String region,
    long waiting,
    double oldestSeconds,
    double addedPerSecond,
    double takenPerSecond,
    List<AtPriority> priorities,
    List<Worker> workers) {

  public Queue {
    priorities = List.copyOf(priorities);
    workers = List.copyOf(workers);
  }

  /** The part of what waits that is of one priority. */
  public record AtPriority(Priority priority, long waiting, double oldestSeconds) {}

  /**
   * A worker that has asked for work of late.
   *
   * @param name its process and host: {@code 4711@ops-1}
   * @param lastAsked when it last asked for work; one that has nothing to do asks each minute
   */
  public record Worker(String name, Instant lastAsked) {}
}
