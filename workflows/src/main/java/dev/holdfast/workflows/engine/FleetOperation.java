package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.FailedOperationActivities;
import dev.holdfast.schemas.operation.FleetActivities.Begun;
import dev.holdfast.schemas.operation.FleetActivities.Ending;
import dev.holdfast.schemas.operation.FleetActivities.Tally;
import dev.holdfast.schemas.operation.FleetActivities.Which;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Progress;
import dev.holdfast.schemas.operation.ServerListener;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.operation.Waves;
import io.temporal.activity.ActivityOptions;
import io.temporal.failure.ApplicationFailure;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.ContinueAsNewOptions;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * An operation over a selection of servers, as many as there are: its history stays small, because
 * the servers are in the database, and it continues in a new run when the history is long enough.
 */
final class FleetOperation {
  final OperationRequest<?> request;
  final Records records;
  final FleetServers servers;
  final FleetState state;
  final FleetWatch watch;
  final FleetOrders orders;
  final SteeringHandlers steering;
  private final FleetRepairs repairs;
  private final FleetOpening opening;
  private final FleetOffline offline;
  private final boolean brief;
  private final boolean atOnce;

  /** The servers as they were when all had ended; null while they have to be counted. */
  private @Nullable Tally ended;

  /** The first servers, where they were read with the beginning. */
  private @Nullable List<FleetTarget> first;

  /** Whether it is recorded that it has succeeded. */
  private boolean recorded;

  /** Listens from now on. */
  FleetOperation(OperationRequest<?> request) {
    FleetProgress before =
        request.progress() == null
            ? FleetProgress.none(
                request.concurrency(), FleetProgress.MOST_EVENTS, request.conditions())
            : request.progress();
    this.request = request;
    int version = FleetVersion.brief();
    this.brief = version >= 1;
    this.atOnce = version >= 2;
    this.records = new Records(request.id());
    this.servers = new FleetServers(request.id(), request.priority());
    this.state = new FleetState(before);
    this.watch = new FleetWatch(state, servers, records);
    this.steering = SteeringHandlers.listen();
    if (before.paused()) {
      steering.pausedBefore();
    }
    this.repairs = new FleetRepairs(state, servers);
    this.offline = new FleetOffline(request, state, servers, records);
    this.opening = new FleetOpening(state, servers, records);
    this.orders = new FleetOrders(state, servers, records, repairs, opening);
    Workflow.registerListener(orders);
    Workflow.registerListener(new Told(state));
  }

  /** What the workflows of servers tell. */
  private record Told(FleetState state) implements ServerListener {
    @Override
    public void ended(ServerEnded told) {
      boolean _ = state.ended(told);
    }
  }

  /** Runs the operation to its end, or to the next run; if it does not succeed, it fails. */
  OperationResult run(Supplier<OperationResult> work) {
    watch.begin();
    try {
      return work.get();
    } catch (TemporalFailure failure) {
      // Nothing is left running: what is under way is stopped, and ends first.
      Workflow.newDetachedCancellationScope(watch::cancel).run();
      if (SubjectRun.isCancelled(failure)) {
        end(OperationState.CANCELLED, "cancelled", null);
        throw failure.getCause() instanceof CanceledFailure cancelled ? cancelled : failure;
      }
      end(OperationState.FAILED, ChangeFailed.words(failure), ChangeFailed.read(failure));
      if (undoes()) {
        Workflow.newDetachedCancellationScope(this::undo).run();
      }
      throw failure;
    }
  }

  private boolean undoes() {
    FleetConditions conditions = request.conditions();
    return conditions != null && Boolean.TRUE.equals(conditions.undo()) && !request.dryRun();
  }

  private void undo() {
    Workflow.newActivityStub(
            FailedOperationActivities.class,
            ActivityOptions.newBuilder(StepLimits.ON_PLATFORM)
                .setSummary("Start the undo of what it has changed")
                .build())
        .undoFailed(request.id());
  }

  /** Works on the servers of this stage; does not return where another run is to continue. */
  void rounds(Which which, FleetWork work) {
    FleetPages pages = new FleetPages(servers, state, which, work.most(), brief, first);
    first = null;
    FleetRounds rounds =
        new FleetRounds(
            request,
            state,
            pages,
            work,
            steering,
            orders,
            records,
            new FleetWait(request, state, servers, records, steering),
            opening,
            offline,
            new FleetGates(request, state, servers));
    try {
      if (rounds.run()) {
        if (state.stage == Stage.WORKING) {
          repairs.close();
        }
        return;
      }
    } catch (TemporalFailure failure) {
      // What runs in activities of this run ends with it.
      Workflow.newDetachedCancellationScope(() -> Workflow.await(work::outlivesRun)).run();
      throw failure;
    }
    Workflow.await(() -> Workflow.isEveryHandlerFinished() && offline.atRest());
    if (state.stage == Stage.WORKING) {
      watch.confirm();
    }
    continueAsNew();
  }

  private void continueAsNew() {
    Workflow.await(Workflow::isEveryHandlerFinished);
    if (CancellationScope.current().isCancelRequested()) {
      throw new CanceledFailure("cancelled");
    }
    Workflow.continueAsNew(
        ContinueAsNewOptions.newBuilder()
            .setTypedSearchAttributes(Workflow.getTypedSearchAttributes())
            .build(),
        request.at(state.progress(steering.paused())));
  }

  /** Whether nothing is decided, divided or waited for before it works on its servers. */
  boolean beginsAtOnce() {
    return atOnce
        && state.stage == Stage.PLANNING
        && request.conditions() == null
        && request.waves() == null;
  }

  /** It works on its servers, of which nobody has to decide anything. */
  Tally begin() {
    records.shown(OperationState.RUNNING);
    Begun begun = servers.begin(FleetPages.PAGE);
    first = begun.first();
    return begun.tally();
  }

  /** It works on its servers, unless it waits since an earlier run. */
  void running() {
    if (state.waitsUntil == null && !state.hold.parked) {
      records.operation(OperationState.RUNNING, state.planHash, null).get();
    }
  }

  /** Servers that could not be planned because they cannot be reached are parked, if asked for. */
  void parkUnreachable(Tally planned) {
    if (state.hold.parksOffline && planned.unreachable() > 0) {
      offline.parkAll();
    }
  }

  /** On how many of these it has failed, with what is parked left aside. */
  int failed(Tally planned) {
    return planned.failed() - (state.hold.parksOffline ? planned.unreachable() : 0);
  }

  /** Divides so many servers into waves, unless an earlier run has. */
  void divide(int toDo) {
    if (state.waveEnds.isEmpty()) {
      state.waveEnds = Waves.ends(request.waves(), toDo);
      if (state.waveEnds.size() > 1) {
        orders.wave(1, state.waveEnds.size());
      }
    }
  }

  /** Fails the operation where it has failed on a server; leaves out what was not started. */
  void conclude() {
    Workflow.await(Workflow::isEveryHandlerFinished);
    endServers(Ending.SKIPPED);
    List<String> why = new ArrayList<>();
    if (state.refused != null) {
      why.add(state.refused);
    }
    boolean failed = count().failed() > 0;
    if (failed) {
      why.add("failed on " + servers.failures());
    }
    if (!why.isEmpty()) {
      throw ChangeFailed.because(
          FailureType.OPERATION_FAILED,
          String.join("; ", why) + (state.waitsUntil == null ? "" : "; nobody saw to that in time"),
          failed ? null : gate());
    }
  }

  /** What kept the next wave from starting. */
  private FailureOrigin gate() {
    FleetConditions conditions = request.conditions();
    List<HealthGate> gates = conditions == null ? null : conditions.gates();
    return FailureOrigin.ofRule(
        Component.GATE,
        gates == null
            ? null
            : gates.stream().map(HealthGate::toString).collect(Collectors.joining(", ")));
  }

  /**
   * Waits until somebody has decided on what has this hash.
   *
   * @param shown what it waits for, for people
   * @return the rejection; null where it was approved
   */
  @Nullable Decision decide(String hash, String shown) {
    steering.expect(hash);
    records.operation(OperationState.AWAITING_APPROVAL, hash, null).get();
    state.details.show(shown);
    return steering.decision();
  }

  /** Ends it because somebody has said no. */
  OperationResult rejected(Decision rejection) {
    ApplicationFailure why = ChangeFailed.rejected(rejection);
    end(OperationState.CANCELLED, ChangeFailed.words(why), ChangeFailed.read(why));
    return result(OperationState.CANCELLED);
  }

  /** Ends the servers that are meant, which were the last. */
  void endServers(Ending ending) {
    if (atOnce && state.refused == null) {
      ended = servers.finish(ending, state.planHash);
      recorded = ended.failed() == 0;
    } else if (brief) {
      ended = servers.endAndCount(ending);
    } else {
      servers.end(ending);
    }
  }

  private Tally count() {
    return ended == null ? servers.count() : ended;
  }

  OperationResult succeeded() {
    OperationResult result = result(OperationState.SUCCEEDED);
    if (recorded) {
      records.shown(OperationState.SUCCEEDED);
    } else {
      records.operation(OperationState.SUCCEEDED, state.planHash, null).get();
    }
    state.details.show("Done");
    return result;
  }

  OperationResult result(OperationState end) {
    Tally tally = count();
    return new OperationResult(
        end,
        state.planHash,
        end == OperationState.SUCCEEDED ? tally.changes() : 0,
        Progress.of(tally.states()));
  }

  private void end(OperationState end, String why, @Nullable FailureData failure) {
    Workflow.newDetachedCancellationScope(
            () -> {
              repairs.close();
              Workflow.await(Workflow::isEveryHandlerFinished);
              servers.end(end == OperationState.CANCELLED ? Ending.CANCELLED : Ending.SKIPPED);
              records.operation(end, state.planHash, why, failure).get();
              state.details.show(why);
            })
        .run();
  }
}
