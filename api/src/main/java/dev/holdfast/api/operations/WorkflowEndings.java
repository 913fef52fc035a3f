package dev.holdfast.api.operations;

import dev.holdfast.platform.redaction.Redactor;
import dev.holdfast.platform.temporal.TemporalConnection;
import dev.holdfast.platform.temporal.Times;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureReader;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.HistoryEventFilterType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out how a workflow ended that did not say so itself. */
@Component
final class WorkflowEndings {
  private final TemporalConnection temporal;
  private final String namespace;

  WorkflowEndings(TemporalConnection temporal) {
    this.temporal = temporal;
    this.namespace = temporal.client().getOptions().getNamespace();
  }

  /**
   * How a workflow ended.
   *
   * @param reason in words a person understands; null where it came to its own end
   * @param failure the same for programs; null where it has not failed
   */
  record Ending(OperationState state, @Nullable String reason, @Nullable FailureData failure) {
    private static Ending failed(FailureType code, String reason) {
      return new Ending(OperationState.FAILED, reason, FailureData.of(code, reason, null));
    }

    private static Ending failed(Throwable why) {
      FailureData failure = FailureReader.read(why).masked(new Redactor()::redact);
      return new Ending(OperationState.FAILED, failure.message(), failure);
    }
  }

  /** How the workflow of this id ended; empty unless it has, at least so long ago. */
  Optional<Ending> find(String workflowId, Duration ago) {
    WorkflowExecution workflow = WorkflowExecution.newBuilder().setWorkflowId(workflowId).build();
    try {
      var info =
          temporal
              .service()
              .blockingStub()
              .describeWorkflowExecution(
                  DescribeWorkflowExecutionRequest.newBuilder()
                      .setNamespace(namespace)
                      .setExecution(workflow)
                      .build())
              .getWorkflowExecutionInfo();
      boolean running =
          info.getStatus() == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
      Instant closed = Times.of(info.getCloseTime());
      if (running || closed.isAfter(Instant.now().minus(ago))) {
        return Optional.empty();
      }
      return Optional.of(read(closeEvent(info.getExecution())));
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Status.Code.NOT_FOUND) {
        return Optional.of(
            Ending.failed(FailureType.TERMINATED, "its workflow is no longer known to Temporal"));
      }
      throw e;
    }
  }

  private HistoryEvent closeEvent(WorkflowExecution execution) {
    return temporal
        .service()
        .blockingStub()
        .getWorkflowExecutionHistory(
            GetWorkflowExecutionHistoryRequest.newBuilder()
                .setNamespace(namespace)
                .setExecution(execution)
                .setHistoryEventFilterType(
                    HistoryEventFilterType.HISTORY_EVENT_FILTER_TYPE_CLOSE_EVENT)
                .build())
        .getHistory()
        .getEvents(0);
  }

  private Ending read(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_WORKFLOW_EXECUTION_COMPLETED -> {
        OperationResult result =
            temporal
                .client()
                .getOptions()
                .getDataConverter()
                .fromPayloads(
                    0,
                    Optional.of(event.getWorkflowExecutionCompletedEventAttributes().getResult()),
                    OperationResult.class,
                    OperationResult.class);
        yield new Ending(result.state(), null, null);
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_TERMINATED -> {
        var terminated = event.getWorkflowExecutionTerminatedEventAttributes();
        yield Ending.failed(
            FailureType.TERMINATED,
            "terminated from outside of Holdfast"
                + (terminated.getReason().isEmpty() ? "" : ": " + terminated.getReason()));
      }
      case EVENT_TYPE_WORKFLOW_EXECUTION_CANCELED ->
          new Ending(OperationState.CANCELLED, "cancelled", null);
      case EVENT_TYPE_WORKFLOW_EXECUTION_TIMED_OUT ->
          Ending.failed(FailureType.TIMED_OUT, "its workflow ran into its time limit");
      case EVENT_TYPE_WORKFLOW_EXECUTION_FAILED ->
          Ending.failed(
              temporal
                  .client()
                  .getOptions()
                  .getDataConverter()
                  .failureToException(
                      event.getWorkflowExecutionFailedEventAttributes().getFailure()));
      default -> Ending.failed(FailureType.UNEXPECTED, "its workflow has ended without a result");
    };
  }
}
