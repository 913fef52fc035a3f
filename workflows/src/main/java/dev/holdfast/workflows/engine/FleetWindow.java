package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * Works on the servers of an operation, so many at a time, until all are done or too many have
 * failed; nothing new is started while it is paused.
 */
record FleetWindow(
    OperationRequest<?> request, ServerBoard board, SteeringHandlers steering, Records records) {

  /**
   * Returns when nothing is under way any more, and throws only if the operation was cancelled.
   *
   * @param start puts what came of an item on the board; its promise never fails
   */
  <T> void run(List<T> items, int atATime, Function<T, Promise<Void>> start) {
    List<Promise<Void>> underWay = new ArrayList<>();
    try {
      for (T item : items) {
        awaitRoom(underWay, atATime);
        if (board.failed() > request.maxFailures()) {
          break;
        }
        underWay.add(start.apply(item));
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

  private void awaitRoom(List<Promise<Void>> underWay, int atATime) {
    Workflow.await(() -> underWay.stream().filter(p -> !p.isCompleted()).count() < atATime);
    if (steering.paused()) {
      records.operation(OperationState.PAUSED, board.anyPlanHash(), null).get();
      board.show("Paused");
      Workflow.await(() -> !steering.paused());
      records.operation(OperationState.RUNNING, board.anyPlanHash(), null).get();
    }
  }
}
