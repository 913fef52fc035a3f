package dev.holdfast.standalone.platform;

import dev.holdfast.standalone.process.ProcessIdentity;
import dev.holdfast.standalone.process.RunRecord;
import dev.holdfast.standalone.process.RunRecords;
import dev.holdfast.workers.WorkerOptions;
import java.time.Instant;

/**
 * The run records of workers: {@code run/worker-PID.json}, with the task queues in place of a
 * command.
 */
public final class WorkerRecord {

  private WorkerRecord() {}

  public static RunRecord ofThisProcess(WorkerOptions options) {
    ProcessIdentity process = ProcessIdentity.current();
    return new RunRecord(
        RunRecords.WORKER + process.pid(), process, 0, options.queues(), "", Instant.now(), null);
  }
}
