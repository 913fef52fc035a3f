package dev.holdfast.standalone;

import dev.holdfast.workers.WorkerOptions;
import java.time.Instant;

/**
 * The run records of workers: {@code run/worker-PID.json}, with the task queues in place of a
 * command.
 */
final class WorkerRecord {

  private WorkerRecord() {}

  static RunRecord ofThisProcess(WorkerOptions options) {
    ProcessIdentity process = ProcessIdentity.current();
    return new RunRecord(
        RunRecords.WORKER + process.pid(), process, 0, options.queues(), "", Instant.now(), null);
  }
}
