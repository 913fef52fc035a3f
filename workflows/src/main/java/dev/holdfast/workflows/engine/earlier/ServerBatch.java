package dev.holdfast.workflows.engine.earlier;

import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.workflows.engine.ChangeFailed;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The batches of an operation that only reads, one activity for many servers: a workflow for each
 * would cost more than the command itself.
 *
 * @param activity what they do, for people: "Runs the command"
 * @param starter starts a batch; its promise has what came of each server
 */
record ServerBatch(
    ServerBoard board,
    String activity,
    Function<EarlierFleetRun.Batch, Promise<List<ServerResult>>> starter) {

  /** Starts a batch; what comes of it is put on the board. */
  Promise<Void> start(EarlierFleetRun.Batch wanted) {
    List<String> servers = wanted.servers().stream().filter(board::queued).toList();
    if (servers.isEmpty()) {
      return Workflow.newPromise((Void) null);
    }
    EarlierFleetRun.Batch batch = new EarlierFleetRun.Batch(wanted.queue(), servers);
    servers.forEach(server -> board.put(result(server, ServerState.RUNNING, null)));
    board.show(activity);
    return starter
        .apply(batch)
        .handle((results, failure) -> {
          if (failure == null) {
            results.forEach(board::put);
          } else {
            servers.forEach(server -> board.put(failed(server, batch.queue(), failure)));
          }
          board.show(activity);
          return null;
        });
  }

  private static ServerResult failed(String server, String queue, RuntimeException failure) {
    if (failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure) {
      return result(server, ServerState.CANCELLED, "cancelled");
    }
    return failure instanceof TemporalFailure temporal
        ? result(server, ChangeFailed.state(temporal), ChangeFailed.words(temporal, queue))
        : result(server, ServerState.FAILED, FailureWords.of(failure));
  }

  private static ServerResult result(String server, ServerState state, @Nullable String error) {
    return new ServerResult(server, state, 0, 0, null, error);
  }
}
