package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * An operation that has failed on servers waits for people to see to them, where it was asked to:
 * they have them tried once more, with another input or without, leave them out, or cancel it.
 */
final class FleetWait {
  private final OperationRequest<?> request;
  private final FleetState state;
  private final FleetServers servers;
  private final Records records;
  private final SteeringHandlers steering;

  FleetWait(
      OperationRequest<?> request,
      FleetState state,
      FleetServers servers,
      Records records,
      SteeringHandlers steering) {
    this.request = request;
    this.state = state;
    this.servers = servers;
    this.records = records;
    this.steering = steering;
  }

  /** How it ends. */
  enum End {
    SEEN_TO,
    EXPIRED,
    CONTINUES
  }

  /** Whether there is something to wait for. */
  boolean needed() {
    return request.waitSeconds() != null
        && state.stage == Stage.WORKING
        && (state.failed() > 0 || state.refused != null);
  }

  /**
   * Waits until somebody has seen to a server, nobody has for too long, or another run is to
   * continue; each time that somebody does, the time begins anew.
   *
   * @param full whether the history is long enough
   */
  End forPeople(BooleanSupplier full) {
    // Whoever has read that it waits may be quicker than this.
    int resumed = steering.timesResumed();
    if (state.waitsUntil == null) {
      long seconds = request.waitSeconds() == null ? 0 : request.waitSeconds();
      state.waitsUntil = Workflow.currentTimeMillis() + Duration.ofSeconds(seconds).toMillis();
      servers.waits(state.waitsUntil);
      records.operation(OperationState.PAUSED, state.planHash, null).get();
    }
    int before = state.timesSeenTo();
    boolean gate = goesOn();
    state.details.show("Waits for people: " + why(gate));
    steering.waits(true, gate);
    Duration left = Duration.ofMillis(state.waitsUntil - Workflow.currentTimeMillis());
    boolean inTime =
        left.isPositive()
            && Timers.await(
                left,
                "Until the operation fails",
                () ->
                    state.timesSeenTo() > before
                        || (gate && steering.timesResumed() > resumed)
                        || full.getAsBoolean());
    steering.waits(false);
    boolean overruled = gate && steering.timesResumed() > resumed;
    if (state.timesSeenTo() == before && !overruled) {
      return inTime ? End.CONTINUES : End.EXPIRED;
    }
    if (state.refused != null) {
      // What was seen to may have made the gates hold: they are tried once more.
      state.overruled = overruled && state.timesSeenTo() == before;
      state.refused = null;
    }
    state.waitsUntil = null;
    servers.waits(null);
    records.operation(OperationState.RUNNING, state.planHash, null).get();
    return End.SEEN_TO;
  }

  /** Whether it is the gates alone that keep it from its next wave. */
  private boolean goesOn() {
    return state.refused != null && state.failed() <= request.maxFailures();
  }

  private String why(boolean gate) {
    if (gate) {
      return state.refused + "; resume it to start the next wave all the same, or cancel";
    }
    return "failed on " + state.failed() + "; retry, fix or skip them, or cancel";
  }
}
