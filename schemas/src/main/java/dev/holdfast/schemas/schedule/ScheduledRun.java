package dev.holdfast.schemas.schedule;

import io.temporal.workflow.WorkflowInterface;
import io.temporal.workflow.WorkflowMethod;

/**
 * Starts the operation of a schedule and lasts as long as it, so that Temporal knows of two that
 * would overlap. Fails where the operation failed or could not be started.
 */
@WorkflowInterface
public interface ScheduledRun {
  @WorkflowMethod(name = "scheduled-run")
  void run(Request request);

  /**
   * @param schedule its id
   */
  record Request(String schedule) {}
}
