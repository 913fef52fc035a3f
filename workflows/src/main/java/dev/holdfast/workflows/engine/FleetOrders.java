package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.failure.ApplicationFailure;
import java.util.List;

/** What people want of an operation over a selection: its pace, and servers that are left out. */
final class FleetOrders implements FleetSteering {
  private final FleetState state;
  private final FleetServers servers;
  private final Records records;
  private final FleetRepairs repairs;
  private final FleetOpening opening;
  private boolean ready;
  private boolean batched;

  FleetOrders(
      FleetState state,
      FleetServers servers,
      Records records,
      FleetRepairs repairs,
      FleetOpening opening) {
    this.repairs = repairs;
    this.opening = opening;
    this.state = state;
    this.servers = servers;
    this.records = records;
    this.ready = state.stage == Stage.WORKING && !state.after.isEmpty();
  }

  /** It is known what is to be done to the servers. */
  void ready() {
    ready = true;
  }

  /** How many are read at the same time was decided with the batches. */
  void batched() {
    batched = true;
    repairs.batched();
  }

  /** A wave of several begins. */
  void wave(int wave, int waves) {
    state.pace = new Pace(state.pace.concurrency(), wave, waves);
    records.pace(state.pace);
  }

  @Override
  public void concurrency(ConcurrencyChange change) {
    state.pace = new Pace(change.servers(), state.pace.wave(), state.pace.waves());
    records.pace(state.pace);
  }

  @Override
  public void validateConcurrency(ConcurrencyChange change) {
    if (change.servers() < 1 || change.servers() > OperationRequest.MOST_CONCURRENT) {
      throw new IllegalStateException(
          "the concurrency is 1 to %d servers".formatted(OperationRequest.MOST_CONCURRENT));
    }
    if (batched) {
      throw new IllegalStateException(
          "this operation reads its servers in batches; its concurrency is set when it starts");
    }
  }

  @Override
  public void skip(Skip skip) {
    repairs.inTurn(() -> leaveOut(skip));
  }

  private void leaveOut(Skip skip) {
    String server = skip.server();
    requireNotUnderWay(server);
    // From now on it is not started; whether it may be left out the database knows.
    boolean before = state.leftOut(server);
    state.leaveOut(server);
    String why = "skipped by " + skip.by() + (skip.reason() == null ? "" : ": " + skip.reason());
    ServerState is = servers.leaveOut(server, why);
    if (is.bad() && FleetVersion.repairs()) {
      is = repairs.leaveOut(server, why);
    }
    if (is != ServerState.SKIPPED) {
      if (!before) {
        state.keep(server);
      }
      throw refusal(server, is);
    }
    state.again().removeIf(target -> target.server().equals(server));
    state.hold.back.removeIf(target -> target.server().equals(server));
    state.hold.leftOut++;
  }

  @Override
  public void validateSkip(Skip skip) {
    if (!ready) {
      throw new IllegalStateException(
          "the servers are being compared with their desired state; try again in a moment");
    }
    requireNotUnderWay(skip.server());
  }

  @Override
  public void retry(Retry retry) {
    repairs.again(retry.servers(), null, retry.by());
  }

  @Override
  public void validateRetry(Retry retry) {
    repairs.require(retry.servers());
  }

  @Override
  public void fix(Fix fix) {
    repairs.again(List.of(fix.server()), fix.input(), fix.by());
  }

  @Override
  public void validateFix(Fix fix) {
    repairs.requireFixable(fix.server());
  }

  @Override
  public void window(WindowChange change) {
    opening.change(change.window());
  }

  @Override
  public void validateWindow(WindowChange change) {
    repairs.requireOpen();
  }

  private void requireNotUnderWay(String server) {
    if (state.underWay(server)) {
      throw refusal(server, ServerState.RUNNING);
    }
  }

  private static ApplicationFailure refusal(String server, ServerState is) {
    return ApplicationFailure.newNonRetryableFailure(
        "%s cannot be skipped, it is %s".formatted(server, is.word()), "STEERING");
  }
}
