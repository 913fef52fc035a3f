package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.change.FleetPlanActivities;
import dev.holdfast.schemas.change.FleetPlanActivities.PlanServers;
import dev.holdfast.schemas.change.FleetPlanActivities.Planned;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.operation.FleetActivities.Ending;
import dev.holdfast.schemas.operation.FleetActivities.Tally;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Compared;
import dev.holdfast.schemas.operation.ReviewedPlansActivities.Comparison;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering.Decision;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The plans of all servers, their approval, and then the servers that have something to change. */
final class PlannedFleet {
  /** Servers of one activity, all read at the same time; a plan is one remote execution. */
  private static final int BATCH = 25;

  private static final int BATCHES = 2;

  private final FleetOperation fleet;
  private final OperationRequest<?> request;
  private final FleetState state;
  private final FleetWork children;

  PlannedFleet(FleetOperation fleet, FleetWork children) {
    this.fleet = fleet;
    this.request = fleet.request;
    this.state = fleet.state;
    this.children = children;
  }

  OperationResult operate() {
    if (state.stage == Stage.PLANNING) {
      fleet.records.operation(OperationState.PLANNING, null, null).get();
      state.details.show("Compares the servers with their desired state");
      fleet.rounds(Which.UNPLANNED, new FleetBatches(BATCH, BATCHES, this::plan));
      Tally planned = fleet.servers.count();
      state.planHash = planned.planHash();
      state.details.count(planned.states());
      fleet.orders.ready();
      refuseWhatMustNotBe(planned);
      boolean nothing = planned.toChange() == 0;
      boolean offline = fleet.failed(planned) < planned.failed();
      boolean later = offline || (waits() && planned.failed() > 0);
      if (request.dryRun() || (nothing && !later)) {
        fleet.endServers(request.dryRun() ? Ending.PLANNED : Ending.UNCHANGED);
        return fleet.succeeded();
      }
      Decision rejection = request.approved() || nothing ? null : decideUnlessReviewed();
      if (rejection != null) {
        return fleet.rejected(rejection);
      }
      fleet.servers.end(Ending.UNCHANGED);
      state.failed(fleet.failed(planned));
      state.begin(Stage.WORKING);
      fleet.parkUnreachable(planned);
      // Some may have been skipped while it waited for the decision.
      fleet.divide(fleet.servers.count().toChange());
    }
    fleet.orders.ready();
    state.details.count(fleet.servers.count().states());
    fleet.running();
    state.details.show("Changes the servers");
    fleet.rounds(Which.PLANNED, children);
    fleet.conclude();
    return fleet.succeeded();
  }

  /** One server that refuses stops the whole operation before anything has changed. */
  private void refuseWhatMustNotBe(Tally planned) {
    if (planned.refused() > 0) {
      throw ChangeFailed.because(
          FailureType.REFUSED, "nothing was changed: refused on " + fleet.servers.failures());
    }
    if (fleet.failed(planned) > request.maxFailures() && !waits()) {
      throw ChangeFailed.because(
          FailureType.OPERATION_FAILED,
          "nothing was changed: no plan for " + fleet.servers.failures());
    }
  }

  /** Where it waits, servers without a plan are seen to by people, and then tried once more. */
  private boolean waits() {
    return request.waitSeconds() != null && !request.dryRun();
  }

  private @Nullable Decision decideUnlessReviewed() {
    Comparison comparison = PlanComparison.compare(request, Compared.all(request.id()));
    return comparison.approved() ? null : decide(comparison.why());
  }

  private @Nullable Decision decide(@Nullable String why) {
    String hash = String.valueOf(state.planHash);
    // Who loses access where: whoever approves the plan approves that.
    return fleet.decide(
        hash,
        "Waits for the approval of `"
            + hash
            + "`"
            + (why == null || why.isEmpty() ? "" : ": " + why)
            + state.warnings.stream().map(warning -> "; " + warning).collect(Collectors.joining()));
  }

  private Promise<Void> plan(List<FleetTarget> targets) {
    String queue = StepLimits.queue(targets.getFirst().queue());
    List<String> servers = targets.stream().map(FleetTarget::server).toList();
    FleetPlanActivities plans =
        Workflow.newActivityStub(
            FleetPlanActivities.class,
            ActivityOptions.newBuilder(StepLimits.PLANS)
                .setTaskQueue(queue)
                .setSummary("Compare " + servers.size() + " servers with their desired state")
                .build());
    return Async.function(
            plans::planServers,
            new PlanServers(request.id(), request.type(), servers, request.input()))
        .handle((planned, failure) -> {
          if (failure == null) {
            return warned(planned);
          }
          return failure instanceof CanceledFailure || failure.getCause() instanceof CanceledFailure
              ? Workflow.newPromise((Void) null)
              : Async.procedure(() -> failed(servers, queue, failure));
        })
        .thenCompose(done -> done);
  }

  private Promise<Void> warned(Planned planned) {
    planned.warnings().stream()
        .limit(Planned.WARNINGS - state.warnings.size())
        .forEach(state.warnings::add);
    return Workflow.newPromise((Void) null);
  }

  private void failed(List<String> servers, String queue, RuntimeException failure) {
    TemporalFailure known = failure instanceof TemporalFailure temporal ? temporal : null;
    fleet.records.servers(
        servers.stream()
            .map(server ->
                new ServerResult(
                        server,
                        known == null ? ServerState.FAILED : ChangeFailed.state(known),
                        0,
                        0,
                        null,
                        known == null ? FailureWords.of(failure) : ChangeFailed.words(known, queue))
                    .with(ChangeFailed.read(failure, queue).in(FleetPlanActivities.KEY)))
            .toList());
  }
}
