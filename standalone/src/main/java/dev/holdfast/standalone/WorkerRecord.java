package dev.holdfast.standalone;

import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The run records of workers: {@code run/worker-PID.json}, with the task queues in place of a
 * command.
 */
final class WorkerRecord {

  private WorkerRecord() {}

  static RunRecord ofThisProcess(List<String> capabilities, @Nullable String region) {
    ProcessIdentity process = ProcessIdentity.current();
    return new RunRecord(
        RunRecords.WORKER + process.pid(),
        process,
        0,
        queues(capabilities, region),
        "",
        Instant.now(),
        null);
  }

  /** The task queues on which Temporal has to see a worker. */
  static List<String> queues(List<String> capabilities, @Nullable String region) {
    List<String> served =
        capabilities.isEmpty() ? List.of(TaskQueues.WORKFLOWS, TaskQueues.SSH) : capabilities;
    return region == null
        ? served
        : served.stream()
            .map(queue -> queue.equals(TaskQueues.WORKFLOWS) ? queue : queue + "." + region)
            .toList();
  }
}
