package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.ServerChangeRequest;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.ParentClosePolicy;
import io.temporal.common.Priority;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.ChildWorkflowFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ChildWorkflowCancellationType;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;

/**
 * Changes the servers of an operation, so many at a time, until all are done or too many have
 * failed.
 */
final class FleetWindow<I> {
  private final OperationRequest<I> request;
  private final Fleet.ServerStarter<I> starter;
  private final ServerBoard board;
  private final SteeringHandlers steering;
  private final Records records;

  FleetWindow(
      OperationRequest<I> request,
      Fleet.ServerStarter<I> starter,
      ServerBoard board,
      SteeringHandlers steering,
      Records records) {
    this.request = request;
    this.starter = starter;
    this.board = board;
    this.steering = steering;
    this.records = records;
  }

  /**
   * Returns when no server is under way any more, and throws only if the operation was cancelled.
   */
  void run() {
    List<Promise<Void>> underWay = new ArrayList<>();
    try {
      for (String server : board.toChange()) {
        awaitRoom(underWay);
        if (board.failed() > request.maxFailures()) {
          break;
        }
        underWay.add(start(server));
      }
    } finally {
      // Cancelled servers stop and clean up first: their operation ends after them.
      Promise.allOf(underWay).get();
    }
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("cancelled");
    }
    board.leaveOut(false);
  }

  private void awaitRoom(List<Promise<Void>> underWay) {
    Workflow.await(
        () -> underWay.stream().filter(p -> !p.isCompleted()).count() < request.concurrency());
    if (steering.paused()) {
      records.operation(OperationState.PAUSED, board.planHash(), null).get();
      board.show("Paused");
      Workflow.await(() -> !steering.paused());
      records.operation(OperationState.RUNNING, board.planHash(), null).get();
    }
  }

  private Promise<Void> start(String server) {
    ServerChangeRequest<I> change =
        new ServerChangeRequest<>(request, server, board.planHash(server));
    board.put(new ServerResult(server, OperationState.RUNNING, 0, 0, change.planHash(), null));
    board.show("Changes the servers");
    return starter
        .start(change, options(change))
        .handle((result, failure) -> {
          if (failure != null) {
            board.put(ended(server, change.planHash(), failure));
          } else {
            board.put(result);
          }
          board.show("Changes the servers");
          return null;
        });
  }

  private static ServerResult ended(String server, String planHash, RuntimeException failure) {
    boolean cancelled =
        failure instanceof CanceledFailure
            || (failure instanceof ChildWorkflowFailure child
                && child.getCause() instanceof CanceledFailure);
    return new ServerResult(
        server,
        cancelled ? OperationState.CANCELLED : OperationState.FAILED,
        0,
        0,
        planHash,
        cancelled ? "cancelled" : String.valueOf(failure.getMessage()));
  }

  private ChildWorkflowOptions options(ServerChangeRequest<I> change) {
    return ChildWorkflowOptions.newBuilder()
        .setWorkflowId(change.workflowId())
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .setParentClosePolicy(ParentClosePolicy.PARENT_CLOSE_POLICY_REQUEST_CANCEL)
        .setCancellationType(ChildWorkflowCancellationType.WAIT_CANCELLATION_COMPLETED)
        .setPriority(Priority.newBuilder().setPriorityKey(request.priority().key()).build())
        .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
        .setStaticSummary(request.type() + " on " + change.server())
        .setStaticDetails("Part of `" + request.id() + "`, started by " + request.initiator())
        .build();
  }
}
