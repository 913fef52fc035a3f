package dev.holdfast.activities.step;

import dev.holdfast.activities.journal.Journal;
import dev.holdfast.platform.change.StepLogs;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;

/** Stores the output of a command; throws once its activity was cancelled or lost. */
public final class StoringListener implements Journal.Listener {
  private final ActivityExecutionContext context = Activity.getExecutionContext();
  private final StepLogs logs;
  private final Step step;

  /** Within an activity only. */
  public StoringListener(StepLogs logs, Step step) {
    this.logs = logs;
    this.step = step;
  }

  @Override
  public void alive() {
    context.heartbeat(null);
  }

  @Override
  public long from(boolean stderr) {
    return logs.stored(step, stderr);
  }

  @Override
  public void output(boolean stderr, long offset, byte[] bytes) {
    logs.append(step, stderr, offset, bytes);
  }
}
