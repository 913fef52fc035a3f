package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.workflows.engine.ChangeFailed;
import dev.holdfast.workflows.engine.Records;
import dev.holdfast.workflows.engine.SteeringHandlers;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation over a selection of servers that makes no plan: whoever started it has said what is
 * to be done.
 */
public final class EarlierFleetRun<I> {
  private final OperationRequest<I> request;
  private final String activity;
  private final Records records;
  private final SteeringHandlers steering = SteeringHandlers.listen();
  private final ServerBoard board = new ServerBoard();
  private final FleetHandlers handlers;
  private Targets targets = new Targets(List.of(), Map.of());

  /**
   * @param activity what is done to the servers, for people: "Runs the command"
   */
  public EarlierFleetRun(OperationRequest<I> request, String activity) {
    this.request = request;
    this.activity = activity;
    this.records = new Records(request.id());
    this.handlers = FleetHandlers.listen(request, board, records);
  }

  /** Starts the child workflow of one server. */
  @FunctionalInterface
  public interface ServerStarter<I> {
    Promise<ServerResult> start(ServerRequest<I> request, ChildWorkflowOptions options);
  }

  /**
   * Servers that one activity can work on.
   *
   * @param queue the task queue of what talks to them
   */
  public record Batch(String queue, List<String> servers) {
    public Batch {
      servers = List.copyOf(servers);
    }
  }

  /** Runs the operation with a workflow for each server; if it does not succeed, it fails. */
  public OperationResult onEach(ServerStarter<I> starter) {
    ServerChild child =
        new ServerChild(
            request,
            board,
            activity,
            (server, options) ->
                starter.start(
                    new ServerRequest<>(request, server, targets.queue(server)), options));
    return run(
        () -> window().run(board.queued(), List::copyOf, handlers::concurrency, child::start));
  }

  /**
   * Runs the operation with an activity for so many servers; if it does not succeed, it fails.
   *
   * @param size servers in one batch
   * @param atATime batches under way
   * @param starter starts a batch; its promise has what came of each server
   */
  public OperationResult inBatches(
      int size, int atATime, Function<Batch, Promise<List<ServerResult>>> starter) {
    ServerBatch batch = new ServerBatch(board, activity, starter);
    handlers.batched();
    return run(() ->
        window()
            .run(
                board.queued(),
                servers -> targets.batches(servers, size),
                () -> atATime,
                batch::start));
  }

  /** Shows which servers it would be, and does nothing to them. */
  public OperationResult onNone() {
    return run(() ->
        board
            .queued()
            .forEach(server ->
                board.put(new ServerResult(server, ServerState.SUCCEEDED, 0, 0, null, null))));
  }

  private FleetWindow window() {
    return new FleetWindow(request, board, steering, handlers, records);
  }

  private OperationResult run(Runnable work) {
    try {
      targets = Targets.read(records);
      board.expect(targets.names());
      handlers.ready();
      records.operation(OperationState.RUNNING, null, null).get();
      board.show(activity);
      work.run();
      if (board.failed() > 0) {
        throw ChangeFailed.because(FailureType.OPERATION_FAILED, "failed on " + board.failures());
      }
      end(OperationState.SUCCEEDED, null, "Done");
      return new OperationResult(OperationState.SUCCEEDED, null, board.changes(), board.progress());
    } catch (CanceledFailure cancelled) {
      endDetached(OperationState.CANCELLED, "cancelled");
      throw cancelled;
    } catch (TemporalFailure failure) {
      endDetached(OperationState.FAILED, ChangeFailed.words(failure));
      throw failure;
    }
  }

  private void endDetached(OperationState state, String why) {
    Workflow.newDetachedCancellationScope(
            () -> {
              board.leaveOut(state == OperationState.CANCELLED);
              end(state, why, why);
            })
        .run();
  }

  private void end(OperationState state, @Nullable String error, String shown) {
    records.servers(board.results());
    records.operation(state, null, error).get();
    board.show(shown);
  }
}
