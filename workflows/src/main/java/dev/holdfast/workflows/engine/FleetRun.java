package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.operation.FleetActivities.Ending;
import dev.holdfast.schemas.operation.FleetActivities.Tally;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ServerRequest;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.workflows.engine.earlier.EarlierFleetRun;
import io.temporal.workflow.ChildWorkflowOptions;
import io.temporal.workflow.Promise;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation over a selection of servers that makes no plan: whoever started it has said what is
 * to be done.
 */
public final class FleetRun<I> {
  private final OperationRequest<I> request;
  private final String activity;
  private final @Nullable EarlierFleetRun<I> earlier;
  private final @Nullable FleetOperation fleet;

  /**
   * @param activity what is done to the servers, for people: "Runs the command"
   */
  public FleetRun(OperationRequest<I> request, String activity) {
    this.request = request;
    this.activity = activity;
    boolean before = FleetVersion.earlier();
    this.earlier = before ? new EarlierFleetRun<>(request, activity) : null;
    this.fleet = before ? null : new FleetOperation(request);
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
   * @param attempt which attempt at them it is; null for the first
   */
  public record Batch(String queue, List<String> servers, @Nullable Integer attempt) {
    public Batch {
      servers = List.copyOf(servers);
    }
  }

  /** Runs the operation with a workflow for each server; if it does not succeed, it fails. */
  public OperationResult onEach(ServerStarter<I> starter) {
    if (fleet == null) {
      return earlier().onEach(starter::start);
    }
    OwnInputs<I> inputs = new OwnInputs<>(request.at(null), fleet.servers);
    return run(
        fleet,
        new FleetChildren(
            request,
            fleet.state,
            fleet.watch,
            fleet.records,
            (target, options) ->
                starter.start(
                    new ServerRequest<>(
                        inputs.on(target),
                        target.server(),
                        target.queue(),
                        target.attempt(),
                        inputs.approval(target)),
                    options)));
  }

  /**
   * Runs the operation with an activity for so many servers; if it does not succeed, it fails.
   *
   * @param size servers in one batch
   * @param atATime batches under way
   * @param starter starts a batch; it records what came of each server, as its promise says
   */
  public OperationResult inBatches(
      int size, int atATime, Function<Batch, Promise<List<ServerResult>>> starter) {
    if (fleet == null) {
      return earlier()
          .inBatches(
              size,
              atATime,
              batch -> starter.apply(new Batch(batch.queue(), batch.servers(), null)));
    }
    fleet.orders.batched();
    return run(
        fleet,
        new FleetBatches(size, atATime, new BatchOfServers(fleet.state, fleet.records, starter)));
  }

  /** Shows which servers it would be, and does nothing to them. */
  public OperationResult onNone() {
    if (fleet == null) {
      return earlier().onNone();
    }
    return fleet.run(() -> {
      if (fleet.beginsAtOnce()) {
        Tally _ = fleet.begin();
      } else {
        fleet.records.operation(OperationState.RUNNING, null, null).get();
      }
      fleet.endServers(Ending.QUEUED);
      return fleet.succeeded();
    });
  }

  /** Whether somebody has to approve what is done to the servers before anything is. */
  private boolean asks() {
    return request.conditions() != null && request.conditions().approval() != null;
  }

  /** The rejection; null where it was approved, or nobody is asked. */
  private @Nullable Decision decide(FleetOperation whole) {
    if (!asks()) {
      return null;
    }
    String hash = Objects.requireNonNull(Objects.requireNonNull(request.conditions()).approval());
    whole.state.planHash = hash;
    whole.orders.ready();
    return whole.decide(hash, "Waits for the approval of `" + hash + "`");
  }

  private EarlierFleetRun<I> earlier() {
    if (earlier == null) {
      throw new IllegalStateException("there is one engine or the other");
    }
    return earlier;
  }

  private OperationResult run(FleetOperation whole, FleetWork work) {
    return whole.run(() -> {
      FleetState state = whole.state;
      boolean atOnce = whole.beginsAtOnce();
      Tally tally = atOnce ? whole.begin() : whole.servers.count();
      state.details.count(tally.states());
      if (state.stage == Stage.PLANNING) {
        Decision rejection = decide(whole);
        if (rejection != null) {
          return whole.rejected(rejection);
        }
        state.begin(Stage.WORKING);
        // Some may have been skipped while it waited for the decision.
        whole.divide((asks() ? whole.servers.count() : tally).queued());
      }
      whole.orders.ready();
      if (!atOnce) {
        whole.running();
      }
      state.details.show(activity);
      whole.rounds(Which.QUEUED, work);
      whole.conclude();
      return whole.succeeded();
    });
  }
}
