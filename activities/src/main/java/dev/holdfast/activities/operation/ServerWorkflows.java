package dev.holdfast.activities.operation;

import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerListener;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerState;
import io.grpc.Status.Code;
import io.grpc.StatusRuntimeException;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.workflow.v1.WorkflowExecutionInfo;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowNotFoundException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workflows of servers, as Temporal knows them. Thread-safe. */
public final class ServerWorkflows {
  private static final Logger LOG = LoggerFactory.getLogger(ServerWorkflows.class);

  private final WorkflowClient client;

  public ServerWorkflows(WorkflowClient client) {
    this.client = client;
  }

  /** How a workflow is. */
  sealed interface Found {}

  record Running() implements Found {}

  /** It was never started, or is past its retention. */
  record Unknown() implements Found {}

  /**
   * It has ended.
   *
   * @param state of its server, where it has not recorded that itself
   * @param why for people; null where it came to its own end
   */
  record Ended(ServerState state, @Nullable String why) implements Found {}

  /**
   * How the workflow of this attempt is.
   *
   * @param attempt of which it is the last workflow of this id, from 1
   */
  Found find(String workflow, int attempt) {
    var request =
        DescribeWorkflowExecutionRequest.newBuilder()
            .setNamespace(client.getOptions().getNamespace())
            .setExecution(WorkflowExecution.newBuilder().setWorkflowId(workflow))
            .build();
    try {
      WorkflowExecutionInfo last =
          client
              .getWorkflowServiceStubs()
              .blockingStub()
              .describeWorkflowExecution(request)
              .getWorkflowExecutionInfo();
      return attempt(last) < attempt ? new Unknown() : found(last.getStatus());
    } catch (StatusRuntimeException e) {
      if (e.getStatus().getCode() == Code.NOT_FOUND) {
        return new Unknown();
      }
      throw e;
    }
  }

  /** Tells an operation how a server of it has ended. */
  void tell(String operation, ServerEnded ended) {
    try {
      client.newWorkflowStub(ServerListener.class, operation).ended(ended);
    } catch (WorkflowNotFoundException gone) {
      LOG.info("{} has ended already", operation);
    }
  }

  private int attempt(WorkflowExecutionInfo workflow) {
    Payload told = workflow.getMemo().getFieldsMap().get(FleetTarget.ATTEMPT);
    return told == null
        ? 1
        : client.getOptions().getDataConverter().fromPayload(told, Integer.class, Integer.class);
  }

  private static Found found(WorkflowExecutionStatus status) {
    return switch (status) {
      case WORKFLOW_EXECUTION_STATUS_RUNNING, WORKFLOW_EXECUTION_STATUS_CONTINUED_AS_NEW ->
          new Running();
      case WORKFLOW_EXECUTION_STATUS_COMPLETED ->
          new Ended(ServerState.FAILED, "its workflow has ended without a result");
      case WORKFLOW_EXECUTION_STATUS_CANCELED -> new Ended(ServerState.CANCELLED, "cancelled");
      case WORKFLOW_EXECUTION_STATUS_TERMINATED ->
          new Ended(ServerState.FAILED, "its workflow was terminated from outside of Holdfast");
      case WORKFLOW_EXECUTION_STATUS_TIMED_OUT ->
          new Ended(ServerState.FAILED, "its workflow ran into its time limit");
      default -> new Ended(ServerState.FAILED, "its workflow has failed");
    };
  }
}
