package dev.holdfast.workflows.incident;

import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.Incident;
import dev.holdfast.schemas.incident.IncidentActivities;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentInput;
import dev.holdfast.schemas.incident.IncidentState;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.workflows.engine.StepLimits;
import dev.holdfast.workflows.engine.SubjectRun;
import io.temporal.activity.ActivityOptions;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInit;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Records what it is told, in the order in which it is told, until somebody closes the incident.
 */
public final class IncidentWorkflowImpl implements Incident {
  private static final int MOST_AT_ONCE = 500;

  /** Temporal takes 10,000 signals a run. */
  private static final long MOST_IN_A_RUN = 1_000;

  /** As many as fit into a payload many times over; what waits longer is recorded first. */
  private static final int MOST_CARRIED = 1_000;

  private final OperationRequest<IncidentInput> request;
  private final IncidentHandlers handlers;
  private final IncidentQueue queue;
  private final long before;
  private final SubjectRun subject;

  /** Listens before the first line of {@link #run}: what is told by then is not refused. */
  @WorkflowInit
  public IncidentWorkflowImpl(
      OperationRequest<IncidentInput> request, @Nullable IncidentState state) {
    this.request = request;
    handlers = IncidentHandlers.listen(Objects.requireNonNullElse(state, IncidentState.NEW));
    queue = handlers.queue();
    before = queue.recorded();
    subject = new SubjectRun(request.id());
  }

  @Override
  public OperationResult run(OperationRequest<IncidentInput> asked, @Nullable IncidentState state) {
    return subject.run(this::untilClosed, this::settle);
  }

  private OperationResult untilClosed() {
    show();
    while (!queue.closed()) {
      Workflow.await(() -> !queue.isEmpty() || mayContinue());
      if (mayContinue()) {
        Workflow.newContinueAsNewStub(Incident.class).run(request, handlers.state());
      }
      List<IncidentEntry> next = queue.next(MOST_AT_ONCE);
      record(next);
      queue.recorded(next.size());
      show();
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    return new OperationResult(OperationState.SUCCEEDED, null, 0, Progress.of(Map.of()));
  }

  /** Signals that wait go along; whoever waits for an answer gets it from this run. */
  private boolean mayContinue() {
    return (queue.recorded() - before >= MOST_IN_A_RUN
            || Workflow.getInfo().isContinueAsNewSuggested())
        && !queue.closing()
        && queue.size() <= MOST_CARRIED
        && Workflow.isEveryHandlerFinished();
  }

  private void record(List<IncidentEntry> entries) {
    String summary =
        entries.size() == 1
            ? "Record: " + entries.getFirst().kind().word()
            : "Record " + entries.size() + " entries";
    Workflow.newActivityStub(
            IncidentActivities.class,
            ActivityOptions.newBuilder(StepLimits.RECORD).setSummary(summary).build())
        .record(request.id(), entries);
  }

  /** One that ends without a resolution is closed all the same, so that a new one can be opened. */
  private void settle(OperationState state, @Nullable String why) {
    if (state != OperationState.SUCCEEDED) {
      record(
          List.of(
              new IncidentEntry(
                  "end",
                  EntryKind.CLOSED,
                  "platform",
                  Instant.ofEpochMilli(Workflow.currentTimeMillis()),
                  state.word(),
                  why)));
    }
  }

  /** Nothing that somebody wrote: it is shown in the Temporal Web UI. */
  private void show() {
    Workflow.setCurrentDetails(
        "**%s** of `%s`\n\n- %d entries in the timeline\n- %d open tasks\n"
            .formatted(
                request.input().kind(),
                request.input().subject(),
                queue.recorded(),
                handlers.openTasks()));
  }
}
