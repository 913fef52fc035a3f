package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The hours in which an operation may start servers; outside of them it waits. */
final class FleetOpening {
  private final FleetState state;
  private final FleetServers servers;
  private final Records records;
  private boolean looking;
  private int looks;
  private int changes;

  FleetOpening(FleetState state, FleetServers servers, Records records) {
    this.state = state;
    this.servers = servers;
    this.records = records;
  }

  /** From now on servers are started in these hours; null for at any time. */
  void change(@Nullable String window) {
    Workflow.await(() -> !looking);
    state.hold.change(window);
    look();
    changes++;
  }

  /**
   * Whether a server may be started now. Where not, or where that had to be found out, whatever
   * else decides on it may have changed meanwhile: then it is asked again.
   *
   * @param otherwise ends the wait for the hours
   */
  boolean open(Supplier<Boolean> otherwise) {
    if (state.stage != Stage.WORKING) {
      return true;
    }
    FleetHold hold = state.hold;
    if (!hold.known(Workflow.currentTimeMillis())) {
      look();
    } else if (hold.open() == hold.parked) {
      park(!hold.open());
    } else if (hold.open()) {
      return true;
    } else {
      await(otherwise);
    }
    return false;
  }

  private void look() {
    Workflow.await(() -> !looking);
    looking = true;
    try {
      state.hold.took(
          servers.window(
              state.hold.window,
              state.hold.own,
              state.stage == Stage.WORKING,
              state.underWay().stream().map(FleetTarget::server).toList()));
    } finally {
      looking = false;
      looks++;
    }
  }

  /** How often it was found out how the hours are in this run. */
  int looks() {
    return looks;
  }

  /** Whether servers are parked for hours of their own. */
  boolean closedSome() {
    return state.stage == Stage.WORKING && state.hold.own && state.hold.closed > 0;
  }

  /**
   * All that is left is outside of its own hours: waits for the next of them, unless something is
   * under way, whose end may change what is to be done.
   *
   * @param otherwise ends the wait for the hours
   */
  void awaitOwn(boolean idle, Supplier<Boolean> otherwise) {
    FleetHold hold = state.hold;
    if (!hold.known(Workflow.currentTimeMillis())) {
      look();
    } else if (idle && !hold.parked) {
      // What was started meanwhile does not count any more: people see that none is open.
      look();
      if (!hold.open()) {
        park(true);
      }
    } else {
      int leftOut = hold.leftOut;
      await(() -> otherwise.get() || hold.leftOut != leftOut);
      if (hold.leftOut != leftOut) {
        hold.forget();
      }
    }
  }

  private void park(boolean now) {
    state.hold.parked = now;
    records
        .operation(now ? OperationState.PARKED : OperationState.RUNNING, state.planHash, null)
        .get();
  }

  private void await(Supplier<Boolean> otherwise) {
    long now = Workflow.currentTimeMillis();
    long opens = state.hold.until(now);
    state.details.show("Waits for its window, which opens at " + Instant.ofEpochMilli(opens));
    int before = changes;
    int seenTo = state.timesSeenTo();
    int back = state.hold.back.size();
    boolean _ =
        Timers.await(
            Duration.ofMillis(opens - now),
            "Until the window opens",
            () ->
                changes != before
                    || state.timesSeenTo() != seenTo
                    || state.hold.back.size() != back
                    || otherwise.get());
    if (state.timesSeenTo() != seenTo || state.hold.back.size() != back) {
      // What is queued again waits like the others.
      state.hold.forget();
    }
  }
}
