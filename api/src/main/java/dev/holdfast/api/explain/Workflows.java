package dev.holdfast.api.explain;

import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.platform.temporal.Times;
import dev.holdfast.schemas.failure.FailureReader;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.PendingActivityState;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflow.v1.PendingActivityInfo;
import io.temporal.api.workflow.v1.PendingChildExecutionInfo;
import io.temporal.api.workflow.v1.PendingWorkflowTaskInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionResponse;
import io.temporal.client.WorkflowClient;
import io.temporal.common.converter.DataConverter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** What Temporal knows of workflows that have not ended. */
@Component
final class Workflows {
  private static final int PATIENCE_SECONDS = 5;
  private static final int STUCK_ATTEMPTS = 3;

  /** What looks like a secret; the worker has masked what it knows to be one. */
  private static final Redactor MASK = new Redactor();

  private final WorkflowClient client;
  private final DataConverter converter;

  Workflows(TemporalConnection temporal) {
    this.client = temporal.client();
    this.converter = client.getOptions().getDataConverter();
  }

  /**
   * The workflow of this id; empty where it has ended or never was.
   *
   * @throws StatusRuntimeException if Temporal does not answer
   */
  Optional<RunningWorkflow> find(String id) {
    DescribeWorkflowExecutionResponse described;
    try {
      described =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .withDeadlineAfter(PATIENCE_SECONDS, TimeUnit.SECONDS)
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(client.getOptions().getNamespace())
                      .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                      .build());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
    var info = described.getWorkflowExecutionInfo();
    if (info.getStatus() != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING) {
      return Optional.empty();
    }
    return Optional.of(
        new RunningWorkflow(
            Times.of(info.getStartTime()),
            steps(id, described.getPendingActivitiesList()),
            described.getPendingChildrenList().stream()
                .map(PendingChildExecutionInfo::getWorkflowId)
                .toList(),
            stuck(described)));
  }

  private static @Nullable Instant stuck(DescribeWorkflowExecutionResponse described) {
    PendingWorkflowTaskInfo task = described.getPendingWorkflowTask();
    return described.hasPendingWorkflowTask() && task.getAttempt() >= STUCK_ATTEMPTS
        ? Times.of(task.getOriginalScheduledTime())
        : null;
  }

  private List<PendingStep> steps(String id, List<PendingActivityInfo> pending) {
    if (pending.isEmpty()) {
      return List.of();
    }
    Map<String, HistoryEvent> scheduled = scheduled(id, pending);
    return pending.stream()
        .flatMap(activity ->
            Optional.ofNullable(scheduled.get(activity.getActivityId()))
                .map(event -> step(activity, event))
                .stream())
        .toList();
  }

  /** Server, summary and queue of a step are nowhere but in the history. */
  private Map<String, HistoryEvent> scheduled(String id, List<PendingActivityInfo> pending) {
    var wanted =
        pending.stream().map(PendingActivityInfo::getActivityId).collect(Collectors.toSet());
    Map<String, HistoryEvent> found = new HashMap<>();
    try (Stream<HistoryEvent> events = client.streamHistory(id)) {
      events
          .filter(event -> event.getEventType() == EventType.EVENT_TYPE_ACTIVITY_TASK_SCHEDULED)
          .forEach(event -> {
            String activity = event.getActivityTaskScheduledEventAttributes().getActivityId();
            if (wanted.contains(activity)) {
              found.put(activity, event);
            }
          });
    }
    return found;
  }

  private PendingStep step(PendingActivityInfo activity, HistoryEvent scheduled) {
    var attributes = scheduled.getActivityTaskScheduledEventAttributes();
    boolean taken = activity.getState() != PendingActivityState.PENDING_ACTIVITY_STATE_SCHEDULED;
    boolean later = !taken && activity.getAttempt() > 1;
    return new PendingStep(
        attributes.getInput().getPayloadsCount() == 0
            ? null
            : server(
                converter.fromPayload(
                    attributes.getInput().getPayloads(0), Object.class, Object.class)),
        scheduled.getUserMetadata().hasSummary()
            ? converter.fromPayload(
                scheduled.getUserMetadata().getSummary(), String.class, String.class)
            : activity.getActivityType().getName(),
        attributes.getTaskQueue().getName(),
        Math.max(1, activity.getAttempt()),
        // The activity's own time is that of its next attempt, which may be still to come.
        Times.of(scheduled.getEventTime()),
        taken ? Times.of(activity.getLastStartedTime()) : null,
        activity.getLastWorkerIdentity(),
        later && activity.hasNextAttemptScheduleTime()
            ? Times.of(activity.getNextAttemptScheduleTime())
            : null,
        activity.hasLastFailure()
            ? FailureReader.read(converter.failureToException(activity.getLastFailure()))
                .masked(MASK::redact)
            : null);
  }

  /** The server that a step's request names; every request has its step, and that its server. */
  private static @Nullable String server(@Nullable Object request) {
    return request instanceof Map<?, ?> fields
            && fields.get("step") instanceof Map<?, ?> step
            && step.get("server") instanceof String server
        ? server
        : null;
  }
}
