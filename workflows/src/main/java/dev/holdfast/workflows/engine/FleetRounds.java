package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import io.temporal.failure.CanceledFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.Stream;

/**
 * Works on the servers of an operation, wave by wave and so many at a time, until all are done, too
 * many have failed, or the run has a history that is long enough; nothing new is started while it
 * is paused.
 */
final class FleetRounds {
  private final OperationRequest<?> request;
  private final FleetState state;
  private final FleetPages pages;
  private final FleetWork work;
  private final SteeringHandlers steering;
  private final FleetOrders orders;
  private final Records records;
  private final FleetWait wait;
  private final FleetOpening opening;
  private final FleetOffline offline;
  private final FleetGates gates;
  private boolean begun;
  private int looks;

  FleetRounds(
      OperationRequest<?> request,
      FleetState state,
      FleetPages pages,
      FleetWork work,
      SteeringHandlers steering,
      FleetOrders orders,
      Records records,
      FleetWait wait,
      FleetOpening opening,
      FleetOffline offline,
      FleetGates gates) {
    this.gates = gates;
    this.offline = offline;
    this.opening = opening;
    this.wait = wait;
    this.request = request;
    this.state = state;
    this.pages = pages;
    this.work = work;
    this.steering = steering;
    this.orders = orders;
    this.records = records;
  }

  /**
   * Returns whether nothing is left to do; false where another run is to continue.
   *
   * @throws CanceledFailure if the operation was cancelled; then some may be under way
   */
  boolean run() {
    offline.begin();
    while (true) {
      if (!startAll()) {
        return false;
      }
      Workflow.await(() -> work.idle() || startable() || (full() && work.outlivesRun()));
      if (startable()) {
        continue;
      }
      if (!work.idle()) {
        return false;
      }
      // Whoever is just being heard may have something tried once more.
      Workflow.await(() -> Workflow.isEveryHandlerFinished() || startable());
      if (startable()) {
        continue;
      }
      if (!halted() && offline.some()) {
        offline.await(() -> startable() || steering.paused() || full());
        if (full() && !startable() && work.outlivesRun()) {
          return false;
        }
        continue;
      }
      if (!wait.needed()) {
        return true;
      }
      switch (wait.forPeople(this::full)) {
        case SEEN_TO -> {}
        case EXPIRED -> {
          return true;
        }
        case CONTINUES -> {
          return false;
        }
      }
    }
  }

  /** Returns when all are started that may be; false where another run is to start the others. */
  private boolean startAll() {
    while (true) {
      Workflow.await(work::room);
      proceed();
      if (halted() && state.again().isEmpty()) {
        return true;
      }
      if (continues()) {
        Workflow.await(work::outlivesRun);
        return false;
      }
      int left = waveEnd() - state.taken;
      readAgain();
      if (startable() || (!halted() && left > 0 && pages.more(left))) {
        if (opening.open(() -> steering.paused() || continues())) {
          begun = true;
          work.start(next(left));
        }
      } else if (left > 0 && opening.closedSome()) {
        boolean idle = work.idle();
        boolean halted = halted();
        opening.awaitOwn(
            idle,
            () ->
                steering.paused()
                    || continues()
                    || startable()
                    || halted != halted()
                    || idle != work.idle());
      } else if (last()) {
        return true;
      } else {
        Workflow.await(() -> work.idle() || startable());
        if (work.idle() && !startable() && !halted() && gates.hold(this::startable)) {
          state.nextWave();
          orders.wave(state.wave + 1, state.waveEnds.size());
        }
      }
    }
  }

  /** Whether a server is to be started again. */
  private boolean startable() {
    return state.again().stream().anyMatch(this::isOpen)
        || (!halted() && state.hold.back.stream().anyMatch(this::isOpen));
  }

  /** Whether it is within its own hours, as far as that is known. */
  private boolean isOpen(FleetTarget target) {
    return !state.hold.shut(target);
  }

  /** After each look others may be within their own hours. */
  private void readAgain() {
    if (state.hold.anyOrder && looks != opening.looks()) {
      looks = opening.looks();
      pages.restart();
    }
  }

  /** Those that are started again come before others, whatever wave they are of. */
  private List<FleetTarget> next(int left) {
    FleetTarget first =
        Stream.concat(state.again().stream(), state.hold.back.stream())
            .filter(this::isOpen)
            .findFirst()
            .orElse(null);
    if (first == null) {
      return pages.take(left);
    }
    if (!state.again().remove(first)) {
      state.hold.back.remove(first);
    }
    return List.of(first);
  }

  private int waveEnd() {
    return last() ? Integer.MAX_VALUE : state.waveEnds.get(state.wave);
  }

  private boolean last() {
    return state.wave >= state.waveEnds.size() - 1;
  }

  private boolean halted() {
    return state.stage == Stage.WORKING
        && (state.failed() > request.maxFailures() || state.refused != null);
  }

  /** Each run does something, however little is enough for its history. */
  private boolean continues() {
    return full() && pages.atCursor() && (begun || steering.paused() || state.hold.parked);
  }

  private boolean full() {
    var info = Workflow.getInfo();
    return state.full(info.getHistoryLength(), info.isContinueAsNewSuggested());
  }

  private void proceed() {
    if (state.stage == Stage.WORKING && steering.paused()) {
      records.operation(OperationState.PAUSED, state.planHash, null).get();
      state.hold.parked = false;
      state.details.show("Paused");
      Workflow.await(() -> !steering.paused() || continues());
      if (!steering.paused()) {
        records.operation(OperationState.RUNNING, state.planHash, null).get();
      }
    }
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("cancelled");
    }
  }
}
