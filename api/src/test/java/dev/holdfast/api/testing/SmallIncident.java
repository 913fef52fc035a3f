package dev.holdfast.api.testing;

import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.Incident;
import dev.holdfast.schemas.incident.IncidentActivities;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentInput;
import dev.holdfast.schemas.incident.IncidentState;
import dev.holdfast.schemas.incident.IncidentSteering;
import dev.holdfast.schemas.operation.OperationActivities;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Progress;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The smallest incident that records each thing that it is told, and ends when it is closed. */
public final class SmallIncident implements Incident, IncidentSteering {
  private static final ActivityOptions OPTIONS =
      ActivityOptions.newBuilder().setScheduleToCloseTimeout(Duration.ofSeconds(30)).build();

  private final IncidentActivities incidents =
      Workflow.newActivityStub(IncidentActivities.class, OPTIONS);
  private final OperationActivities operations =
      Workflow.newActivityStub(OperationActivities.class, OPTIONS);
  private final String id = Workflow.getInfo().getWorkflowId();
  private boolean closed;

  @Override
  public OperationResult run(
      OperationRequest<IncidentInput> request, @Nullable IncidentState state) {
    record(OperationState.RUNNING);
    Workflow.await(() -> closed && Workflow.isEveryHandlerFinished());
    record(OperationState.SUCCEEDED);
    return new OperationResult(OperationState.SUCCEEDED, null, 0, Progress.of(Map.of()));
  }

  private void record(OperationState state) {
    operations.recordOperation(new OperationUpdate(id, state, null, null));
  }

  private void take(IncidentEntry entry) {
    incidents.record(id, List.of(entry));
    closed = closed || entry.kind() == EntryKind.CLOSED;
  }

  @Override
  public void signalled(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void note(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateNote(IncidentEntry entry) {}

  @Override
  public void assign(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateAssign(IncidentEntry entry) {}

  @Override
  public void severity(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateSeverity(IncidentEntry entry) {}

  @Override
  public void addTask(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateAddTask(IncidentEntry entry) {}

  @Override
  public void evidence(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateEvidence(IncidentEntry entry) {}

  @Override
  public void operation(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateOperation(IncidentEntry entry) {}

  @Override
  public void close(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateClose(IncidentEntry entry) {}

  @Override
  public void finishTask(IncidentEntry entry) {
    take(entry);
  }

  @Override
  public void validateFinishTask(IncidentEntry entry) {
    if (String.valueOf(entry.reference()).equals("task-none")) {
      throw new IllegalStateException("it has no open task task-none");
    }
  }
}
