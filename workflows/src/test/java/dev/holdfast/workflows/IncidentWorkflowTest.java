package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.incident.EntryKind;
import dev.holdfast.schemas.incident.Incident;
import dev.holdfast.schemas.incident.IncidentEntry;
import dev.holdfast.schemas.incident.IncidentInput;
import dev.holdfast.schemas.incident.IncidentSteering;
import dev.holdfast.schemas.incident.Severity;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class IncidentWorkflowTest {
  private static final int FLOOD = 5_000;

  private final Platform platform = new Platform();
  private final FakeIncidents incidents = platform.incidents;

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldRecordWhatItIsToldInOrderAndEndWhenItIsClosed() {
    WorkflowStub workflow = start();
    IncidentSteering incident = steering();

    incident.note(entry("n1", EntryKind.NOTED, null));
    incident.signalled(entry("s1", EntryKind.SIGNALLED, null));
    incident.assign(entry("a1", EntryKind.ASSIGNED, "ann"));
    incident.severity(entry("v1", EntryKind.SEVERITY_CHANGED, "critical"));
    incident.evidence(entry("e1", EntryKind.EVIDENCE_ADDED, "web-1:/var/log"));
    incident.operation(entry("o1", EntryKind.OPERATION_STARTED, "op-2"));
    incident.close(entry("c1", EntryKind.CLOSED, null));
    OperationResult result = workflow.getResult(OperationResult.class);

    assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(incidents.ids()).containsExactly("n1", "s1", "a1", "v1", "e1", "o1", "c1");
    assertThat(platform.records.states)
        .containsExactly(OperationState.RUNNING, OperationState.SUCCEEDED);
  }

  @Test
  void shouldApplyARepeatedRequestOnce() {
    start();
    IncidentSteering incident = steering();

    incident.note(entry("n1", EntryKind.NOTED, null));
    incident.note(entry("n1", EntryKind.NOTED, null));
    incident.signalled(entry("s1", EntryKind.SIGNALLED, null));
    incident.signalled(entry("s1", EntryKind.SIGNALLED, null));
    incident.note(entry("n2", EntryKind.NOTED, null));

    assertThat(incidents.ids()).containsExactly("n1", "s1", "n2");
  }

  @Test
  void shouldRefuseATaskThatIsNotOpenAndKnowOneThatWasFinishedBefore() {
    start();
    IncidentSteering incident = steering();
    incident.addTask(entry("t1", EntryKind.TASK_ADDED, "task-1"));

    assertThatThrownBy(() -> incident.finishTask(entry("d0", EntryKind.TASK_DONE, "task-2")))
        .isInstanceOf(WorkflowUpdateException.class)
        .rootCause()
        .hasMessageContaining("it has no open task task-2");
    incident.finishTask(entry("d1", EntryKind.TASK_DONE, "task-1"));
    // Sent again because its answer was lost.
    incident.finishTask(entry("d1", EntryKind.TASK_DONE, "task-1"));

    assertThat(incidents.ids()).containsExactly("t1", "d1");
  }

  @Test
  void shouldPassAFloodOfSignalsFromRunToRunWithoutLossOrDoubling() {
    WorkflowStub workflow = start();
    String first = workflow.getExecution().getRunId();
    IncidentSteering incident = steering();
    incident.addTask(entry("t1", EntryKind.TASK_ADDED, "task-1"));

    for (int i = 0; i < FLOOD; i++) {
      incident.signalled(entry("s" + i, EntryKind.SIGNALLED, null));
      if (i % 10 == 0) {
        incident.signalled(entry("s" + i, EntryKind.SIGNALLED, null));
      }
      if (i % 500 == 0) {
        incident.note(entry("n" + i, EntryKind.NOTED, null));
      }
    }
    // What is carried over: an open task, and the ids of the last requests.
    incident.finishTask(entry("d1", EntryKind.TASK_DONE, "task-1"));
    incident.signalled(entry("s" + (FLOOD - 1), EntryKind.SIGNALLED, null));
    incident.close(entry("c1", EntryKind.CLOSED, null));
    workflow.getResult(OperationResult.class);

    List<String> signals = incidents.ids().stream().filter(id -> id.startsWith("s")).toList();
    assertThat(signals)
        .containsExactlyElementsOf(IntStream.range(0, FLOOD).mapToObj(i -> "s" + i).toList());
    // A signal that was on its way may come after the answer to what was asked later.
    assertThat(incidents.ids()).doesNotHaveDuplicates().contains("d1").endsWith("c1");
    assertThat(runs()).isNotEqualTo(first);
    assertThat(platform.records.states)
        .filteredOn(OperationState.RUNNING::equals)
        .hasSizeGreaterThan(4);
  }

  @Test
  void shouldCloseAfterEverySignalThatCameBefore() {
    incidents.failures.set(3);
    WorkflowStub workflow = start();
    IncidentSteering incident = steering();
    for (int i = 0; i < 250; i++) {
      incident.signalled(entry("s" + i, EntryKind.SIGNALLED, null));
    }

    incident.close(entry("c1", EntryKind.CLOSED, null));
    workflow.getResult(OperationResult.class);

    assertThat(incidents.ids()).hasSize(251).doesNotHaveDuplicates().endsWith("c1");
  }

  @Test
  void shouldBeClosedWhereItIsCancelledFromOutside() {
    WorkflowStub workflow = start();
    steering().note(entry("n1", EntryKind.NOTED, null));

    workflow.cancel();

    assertThatThrownBy(() -> workflow.getResult(OperationResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    IncidentEntry end = incidents.entries.getLast();
    assertThat(end.kind()).isEqualTo(EntryKind.CLOSED);
    assertThat(end.reference()).isEqualTo("cancelled");
    assertThat(platform.records.states).endsWith(OperationState.CANCELLED);
  }

  @Test
  void shouldStayOpenForMonths() {
    WorkflowStub workflow = start();
    platform.pass(Duration.ofDays(200));

    steering().note(entry("n1", EntryKind.NOTED, null));
    steering().close(entry("c1", EntryKind.CLOSED, null));

    assertThat(workflow.getResult(OperationResult.class).state())
        .isEqualTo(OperationState.SUCCEEDED);
  }

  private String runs() {
    return platform
        .client
        .fetchHistory(Platform.ID)
        .getEvents()
        .getFirst()
        .getWorkflowExecutionStartedEventAttributes()
        .getOriginalExecutionRunId();
  }

  private WorkflowStub start() {
    Incident incident =
        platform.client.newWorkflowStub(
            Incident.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    WorkflowClient.start(
        incident::run,
        new OperationRequest<>(
            Platform.ID,
            "incident",
            "alice",
            new IncidentInput("disk-full", "web-1", Severity.HIGH, null),
            false,
            false,
            Priority.NORMAL,
            1,
            0),
        null);
    return WorkflowStub.fromTyped(incident);
  }

  private IncidentSteering steering() {
    return platform.client.newWorkflowStub(IncidentSteering.class, Platform.ID);
  }

  private static IncidentEntry entry(String id, EntryKind kind, @Nullable String reference) {
    return new IncidentEntry(id, kind, "ann", Instant.EPOCH, reference, "text");
  }
}
