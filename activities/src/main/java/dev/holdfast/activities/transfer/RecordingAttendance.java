package dev.holdfast.activities.transfer;

import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.step.Step;
import io.temporal.activity.Activity;
import io.temporal.activity.ActivityExecutionContext;
import java.util.List;
import java.util.Map;

/** Shows how far a transfer is; throws once its activity was cancelled or lost. */
final class RecordingAttendance implements Attendance {
  private final ActivityExecutionContext context = Activity.getExecutionContext();
  private final Operations operations;
  private final Step step;

  /** Within an activity only. */
  RecordingAttendance(Operations operations, Step step) {
    this.operations = operations;
    this.step = step;
  }

  @Override
  public void alive() {
    context.heartbeat(null);
  }

  @Override
  public void moved(long bytes, long ofAll) {
    Map<String, Object> outcome = Map.of("bytes", bytes, "ofBytes", ofAll);
    operations.recordServers(
        step.operation(),
        List.of(new ServerResult(step.server(), ServerState.RUNNING, 0, 0, null, null, outcome)));
  }
}
