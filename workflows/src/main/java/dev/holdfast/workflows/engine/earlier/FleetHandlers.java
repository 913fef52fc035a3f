package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.workflows.engine.Records;
import io.temporal.workflow.Workflow;

/** The steering of an operation over a selection: its pace, and servers that are left out. */
final class FleetHandlers implements FleetSteering {
  private final ServerBoard board;
  private final Records records;
  private Pace pace;
  private boolean ready;
  private boolean batched;

  private FleetHandlers(ServerBoard board, Records records, Pace pace) {
    this.board = board;
    this.records = records;
    this.pace = pace;
  }

  /** Listens to steering from now on. */
  static FleetHandlers listen(OperationRequest<?> request, ServerBoard board, Records records) {
    FleetHandlers handlers =
        new FleetHandlers(board, records, new Pace(request.concurrency(), 1, 1));
    Workflow.registerListener(handlers);
    return handlers;
  }

  /** The servers are known, and what is to be done to them. */
  void ready() {
    ready = true;
  }

  /** How many are read at the same time was decided with the batches. */
  void batched() {
    batched = true;
  }

  int concurrency() {
    return pace.concurrency();
  }

  /** A wave of several begins. */
  void wave(int wave, int waves) {
    pace = new Pace(pace.concurrency(), wave, waves);
    records.pace(pace);
  }

  @Override
  public void concurrency(ConcurrencyChange change) {
    pace = new Pace(change.servers(), pace.wave(), pace.waves());
    records.pace(pace);
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
    if (board.skipped(skip.server())) {
      return;
    }
    String why = "skipped by " + skip.by() + (skip.reason() == null ? "" : ": " + skip.reason());
    board.skip(skip.server(), why);
    records.server(board.result(skip.server()));
  }

  @Override
  public void validateSkip(Skip skip) {
    if (!ready) {
      throw new IllegalStateException(
          "the servers are being compared with their desired state; try again in a moment");
    }
    ServerResult result = board.result(skip.server());
    if (result.state() != ServerState.QUEUED && !board.skipped(skip.server())) {
      throw new IllegalStateException(
          "%s cannot be skipped, it is %s".formatted(skip.server(), result.state().word()));
    }
  }

  @Override
  public void retry(Retry retry) {
    validateRetry(retry);
  }

  @Override
  public void validateRetry(Retry retry) {
    throw endsItself();
  }

  @Override
  public void fix(Fix fix) {
    validateFix(fix);
  }

  @Override
  public void validateFix(Fix fix) {
    throw endsItself();
  }

  @Override
  public void window(WindowChange change) {
    validateWindow(change);
  }

  @Override
  public void validateWindow(WindowChange change) {
    throw new IllegalStateException(
        "this operation was begun before an update, and knows no window");
  }

  private static IllegalStateException endsItself() {
    return new IllegalStateException(
        "this operation was begun before an update and ends the way it began; after its end, start"
            + " it again on what failed with ops rerun --failed");
  }
}
