package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Waves;
import dev.holdfast.workflows.engine.Records;
import dev.holdfast.workflows.engine.SteeringHandlers;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntSupplier;

/**
 * Works on the servers of an operation, wave by wave and so many at a time, until all are done or
 * too many have failed; nothing new is started while it is paused.
 */
record FleetWindow(
    OperationRequest<?> request,
    ServerBoard board,
    SteeringHandlers steering,
    FleetHandlers fleet,
    Records records) {

  /**
   * Returns when nothing is under way any more, and throws only if the operation was cancelled.
   *
   * @param items what is started for the servers of a wave
   * @param atATime how many of them may be under way
   * @param start puts what came of an item on the board; its promise never fails
   */
  <T> void run(
      List<String> servers,
      Function<List<String>, List<T>> items,
      IntSupplier atATime,
      Function<T, Promise<Void>> start) {
    List<List<String>> waves = Waves.split(request.waves(), servers);
    List<Promise<Void>> underWay = new ArrayList<>();
    try {
      for (int wave = 0; wave < waves.size() && !halted(); wave++) {
        if (waves.size() > 1) {
          fleet.wave(wave + 1, waves.size());
        }
        for (T item : items.apply(waves.get(wave))) {
          awaitRoom(underWay, atATime);
          if (halted()) {
            break;
          }
          underWay.add(start.apply(item));
        }
        if (wave < waves.size() - 1) {
          Promise.allOf(underWay).get();
        }
      }
    } finally {
      // Cancelled servers stop and clean up first: their operation ends after them.
      Promise.allOf(underWay).get();
    }
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("cancelled");
    }
    Workflow.await(Workflow::isEveryHandlerFinished);
    board.leaveOut(false);
  }

  private boolean halted() {
    return board.failed() > request.maxFailures();
  }

  private void awaitRoom(List<Promise<Void>> underWay, IntSupplier atATime) {
    Workflow.await(
        () -> underWay.stream().filter(p -> !p.isCompleted()).count() < atATime.getAsInt());
    if (steering.paused()) {
      records.operation(OperationState.PAUSED, board.anyPlanHash(), null).get();
      board.show("Paused");
      Workflow.await(() -> !steering.paused());
      records.operation(OperationState.RUNNING, board.anyPlanHash(), null).get();
    }
  }
}
