package dev.holdfast.workflows;

import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.api.history.v1.HistoryEvent;
import io.temporal.api.testservice.v1.TestServiceGrpc;
import io.temporal.api.testservice.v1.UnlockTimeSkippingRequest;
import io.temporal.api.workflowservice.v1.DescribeWorkflowExecutionRequest;
import io.temporal.common.interceptors.WorkerInterceptorBase;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptor;
import io.temporal.common.interceptors.WorkflowInboundCallsInterceptorBase;
import io.temporal.testing.TestWorkflowEnvironment;
import io.temporal.workflow.Workflow;
import io.temporal.workflow.WorkflowInfo;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Gives back the clock that children hold. Temporal's test server stops skipping time while a child
 * tells its parent that it has ended, and starts again when the parent's run knows it: where that
 * run has continued as a new one meanwhile, it never does, and whoever waits for a time waits for
 * good. Temporal's own server has no such clock.
 */
final class LateChildren extends WorkerInterceptorBase implements AutoCloseable {
  private final Map<WorkflowExecution, WorkflowExecution> parents = new ConcurrentHashMap<>();
  private final Set<WorkflowExecution> given = new HashSet<>();
  private final CountDownLatch closed = new CountDownLatch(1);
  private Thread looking = new Thread();

  void watch(TestWorkflowEnvironment environment) {
    looking = Thread.ofVirtual().start(() -> lookUntilClosed(environment));
  }

  private void lookUntilClosed(TestWorkflowEnvironment environment) {
    try {
      while (!closed.await(200, TimeUnit.MILLISECONDS)) {
        look(environment);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public WorkflowInboundCallsInterceptor interceptWorkflow(WorkflowInboundCallsInterceptor next) {
    return new WorkflowInboundCallsInterceptorBase(next) {
      @Override
      public WorkflowOutput execute(WorkflowInput input) {
        WorkflowInfo run = Workflow.getInfo();
        run.getParentWorkflowId()
            .ifPresent(parent ->
                parents.put(
                    execution(run.getWorkflowId(), run.getRunId()),
                    execution(parent, run.getParentRunId().orElseThrow())));
        return super.execute(input);
      }
    };
  }

  private void look(TestWorkflowEnvironment environment) {
    Map<WorkflowExecution, Boolean> ended = new ConcurrentHashMap<>();
    parents.forEach((child, parent) -> {
      if (!given.contains(child)
          && ended.computeIfAbsent(parent, one -> hasEnded(environment, one))
          && hasEnded(environment, child)) {
        if (!knows(environment, parent, child)) {
          TestServiceGrpc.newBlockingStub(environment.getWorkflowServiceStubs().getRawChannel())
              .unlockTimeSkipping(UnlockTimeSkippingRequest.getDefaultInstance());
        }
        given.add(child);
      }
    });
  }

  private static boolean hasEnded(TestWorkflowEnvironment environment, WorkflowExecution run) {
    return environment
            .getWorkflowServiceStubs()
            .blockingStub()
            .describeWorkflowExecution(
                DescribeWorkflowExecutionRequest.newBuilder()
                    .setNamespace(environment.getNamespace())
                    .setExecution(run)
                    .build())
            .getWorkflowExecutionInfo()
            .getStatus()
        != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING;
  }

  private static boolean knows(
      TestWorkflowEnvironment environment, WorkflowExecution parent, WorkflowExecution child) {
    return environment
        .getWorkflowClient()
        .fetchHistory(parent.getWorkflowId(), parent.getRunId())
        .getEvents()
        .stream()
        .map(LateChildren::endedChild)
        .anyMatch(child::equals);
  }

  private static WorkflowExecution endedChild(HistoryEvent event) {
    return switch (event.getEventType()) {
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_COMPLETED ->
          event.getChildWorkflowExecutionCompletedEventAttributes().getWorkflowExecution();
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_FAILED ->
          event.getChildWorkflowExecutionFailedEventAttributes().getWorkflowExecution();
      case EVENT_TYPE_CHILD_WORKFLOW_EXECUTION_CANCELED ->
          event.getChildWorkflowExecutionCanceledEventAttributes().getWorkflowExecution();
      default -> WorkflowExecution.getDefaultInstance();
    };
  }

  private static WorkflowExecution execution(String workflowId, String runId) {
    return WorkflowExecution.newBuilder().setWorkflowId(workflowId).setRunId(runId).build();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      looking.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
