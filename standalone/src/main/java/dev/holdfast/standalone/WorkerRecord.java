package dev.holdfast.standalone;

import dev.holdfast.schemas.operation.TaskQueues;
import java.time.Instant;
import java.util.List;

/**
 * The run records of workers: {@code run/worker-PID.json}, with the task queues in place of a
 * command.
 */
final class WorkerRecord {

  private WorkerRecord() {}

  static RunRecord ofThisProcess(List<String> capabilities) {
    ProcessIdentity process = ProcessIdentity.current();
    return new RunRecord(
        RunRecords.WORKER + process.pid(),
        process,
        0,
        queues(capabilities),
        "",
        Instant.now(),
        null);
  }

  /** The task queues on which Temporal has to see a worker. */
  static List<String> queues(List<String> capabilities) {
    return capabilities.isEmpty() ? List.of(TaskQueues.WORKFLOWS, TaskQueues.SSH) : capabilities;
  }
}
