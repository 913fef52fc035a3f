package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.workflows.engine.FleetRun.Batch;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Starts batches, and counts what comes of their servers.
 *
 * @param starter starts a batch, which records its servers itself
 */
record BatchOfServers(
    FleetState state, Records records, Function<Batch, Promise<List<ServerResult>>> starter)
    implements Function<List<FleetTarget>, Promise<Void>> {

  @Override
  public Promise<Void> apply(List<FleetTarget> targets) {
    String queue = StepLimits.queue(targets.getFirst().queue());
    // Those that are tried once more come one by one.
    int attempt = targets.getFirst().attempt();
    targets.forEach(state::begun);
    return starter
        .apply(
            new Batch(
                queue,
                targets.stream().map(FleetTarget::server).toList(),
                attempt == 1 ? null : attempt))
        .handle((results, failure) ->
            failure == null
                ? counted(results, attempt)
                : Async.procedure(() -> failed(targets, queue, failure)))
        .thenCompose(done -> done);
  }

  private Promise<Void> counted(List<ServerResult> results, int attempt) {
    results.forEach(result -> {
      boolean _ = state.ended(ServerEnded.of(result, attempt));
    });
    return Workflow.newPromise((Void) null);
  }

  private void failed(List<FleetTarget> targets, String queue, RuntimeException failure) {
    List<ServerResult> results =
        targets.stream()
            .map(target -> failed(target.server(), queue, failure).by(target.attempt()))
            .toList();
    Workflow.newDetachedCancellationScope(() -> records.servers(results)).run();
    Promise<Void> _ = counted(results, targets.getFirst().attempt());
  }

  private static ServerResult failed(String server, String queue, RuntimeException failure) {
    if (failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure) {
      return result(server, ServerState.CANCELLED, "cancelled");
    }
    ServerResult result =
        failure instanceof TemporalFailure temporal
            ? result(server, ChangeFailed.state(temporal), ChangeFailed.words(temporal, queue))
            : result(server, ServerState.FAILED, FailureWords.of(failure));
    return result.with(ChangeFailed.read(failure, queue));
  }

  private static ServerResult result(String server, ServerState state, @Nullable String error) {
    return new ServerResult(server, state, 0, 0, null, error);
  }
}
