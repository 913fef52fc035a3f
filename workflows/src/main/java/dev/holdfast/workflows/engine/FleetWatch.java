package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.FleetActivities.Seen;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancelExternalWorkflowException;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Looks after the workflows of servers: one that was ended from outside tells nobody, and one that
 * an earlier run of this workflow has started is no child of this run.
 */
final class FleetWatch {
  private static final Duration FIRST = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private static final Duration BETWEEN = Duration.ofSeconds(1);

  /** How long those that are cancelled may take before they are looked after. */
  private static final Duration CANCELLING = Duration.ofSeconds(10);

  private static final int AT_A_TIME = 50;

  private final FleetState state;
  private final FleetServers servers;
  private final Records records;

  /** Those whose end this run is not told by Temporal. */
  private final Set<String> others = new HashSet<>();

  private boolean looking;
  private boolean cancelling;

  FleetWatch(FleetState state, FleetServers servers, Records records) {
    this.state = state;
    this.servers = servers;
    this.records = records;
  }

  /** From now on those under way are looked after, at growing intervals. */
  void begin() {
    state.underWay().forEach(target -> watch(target.server()));
  }

  /** This server's workflow was started by somebody else. */
  void watch(String server) {
    others.add(server);
    if (!looking) {
      looking = true;
      Promise<Void> _ = Async.procedure(this::look);
    }
  }

  /** Another attempt at this server begins, whose end this run is told. */
  void leave(String server) {
    others.remove(server);
  }

  /** Whether nothing is to be started any more. */
  boolean cancelling() {
    return cancelling;
  }

  private void look() {
    Duration interval = FIRST;
    for (List<FleetTarget> due = due(); !due.isEmpty(); due = due()) {
      Timers.sleep(interval, "Until servers under way are looked after");
      interval = shorter(interval.multipliedBy(2), LONGEST);
      see(due());
    }
    looking = false;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private List<FleetTarget> due() {
    return state.underWay().stream().filter(target -> others.contains(target.server())).toList();
  }

  /** Takes note of those that have ended; returns those of which nothing is known. */
  private List<String> see(List<FleetTarget> targets) {
    if (targets.isEmpty()) {
      return List.of();
    }
    Seen seen = servers.lookAfter(targets);
    seen.ended().forEach(state::ended);
    targets.stream()
        .filter(target -> seen.unknown().contains(target.server()))
        .filter(target -> others.contains(target.server()))
        .forEach(this::lost);
    return seen.unknown().stream().filter(state::underWay).toList();
  }

  /** It was known to have been started, and is past Temporal's memory. */
  private void lost(FleetTarget target) {
    ServerResult result =
        new ServerResult(
                target.server(),
                ServerState.FAILED,
                0,
                0,
                null,
                "its workflow is no longer known to Temporal",
                null,
                target.attempt())
            .with(FailureData.of(FailureType.TERMINATED, "", null));
    records.servers(List.of(result));
    boolean _ = state.ended(ServerEnded.of(result, target.attempt()));
  }

  /** Returns when Temporal knows the workflow of every server under way. */
  void confirm() {
    List<String> unknown = see(state.underWay());
    while (!unknown.isEmpty()) {
      Timers.sleep(BETWEEN, "Until what was started is known to Temporal");
      Set<String> still = Set.copyOf(unknown);
      unknown = see(state.underWay().stream().filter(one -> still.contains(one.server())).toList());
    }
  }

  /** Cancels all that are under way, and returns when each has cleaned up and ended. */
  void cancel() {
    cancelling = true;
    Set<String> asked = new HashSet<>();
    while (!state.idle()) {
      List<String> targets =
          state.underWay().stream()
              .map(FleetTarget::server)
              .filter(server -> !asked.contains(server))
              .toList();
      for (int from = 0; from < targets.size(); from += AT_A_TIME) {
        Promise.allOf(
                targets.subList(from, Math.min(from + AT_A_TIME, targets.size())).stream()
                    .map(server -> Async.procedure(() -> ask(server, asked)))
                    .toList())
            .get();
      }
      if (!Timers.await(CANCELLING, "Until what is cancelled is looked after", state::idle)) {
        List<String> _ = see(state.underWay());
      }
    }
  }

  /** One that cannot be asked is about to start, or has ended: it is asked again, or is seen. */
  private void ask(String server, Set<String> asked) {
    try {
      Workflow.newUntypedExternalWorkflowStub(
              WorkflowExecution.newBuilder()
                  .setWorkflowId(servers.operation() + "/" + server)
                  .build())
          .cancel();
      asked.add(server);
    } catch (CancelExternalWorkflowException e) {
      Workflow.getLogger(FleetWatch.class).info("{} is not running", server);
    }
  }
}
