package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.exec.ExecActivities;
import dev.holdfast.schemas.exec.ExecActivities.ReachRequest;
import dev.holdfast.schemas.operation.FleetActivities.Offline;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetProgress.Stage;
import dev.holdfast.schemas.operation.FleetTarget;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.workflow.Async;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Servers that cannot be reached are parked, hold nothing up, and are started when they can be; it
 * is looked whether they can at growing intervals, and until their time is over.
 */
final class FleetOffline {
  private static final Duration FIRST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofMinutes(15);
  private static final int DOUBLED = 4;

  /** So many are looked at in one round; the others when one of these is gone. */
  private static final int AT_A_TIME = 500;

  private static final ActivityOptions REACH =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(Duration.ofMinutes(2))
          .setScheduleToCloseTimeout(Duration.ofMinutes(4))
          .setRetryOptions(RetryOptions.newBuilder().setMaximumAttempts(2).build())
          .build();

  private final OperationRequest<?> request;
  private final FleetState state;
  private final FleetHold hold;
  private final FleetServers servers;
  private final Records records;
  private boolean begun;
  private boolean busy;

  FleetOffline(
      OperationRequest<?> request, FleetState state, FleetServers servers, Records records) {
    this.request = request;
    this.state = state;
    this.hold = state.hold;
    this.servers = servers;
    this.records = records;
    FleetConditions conditions = request.conditions();
    hold.parksOffline = conditions != null && conditions.offlineSeconds() != null;
  }

  /** From now on servers that cannot be reached are parked and looked at. */
  void begin() {
    if (hold.parksOffline && state.stage == Stage.WORKING && !begun) {
      begun = true;
      Promise<Void> _ = Async.procedure(this::run);
    }
  }

  /** Whether another run may continue from here. */
  boolean atRest() {
    return !busy;
  }

  /** Whether servers are parked, or are about to be. */
  boolean some() {
    return busy || hold.someOffline();
  }

  /** Parks all that could not be planned because they cannot be reached. */
  void parkAll() {
    hold.offline = servers.parkOffline(List.of(), until());
  }

  /**
   * Nothing else is left to do: waits for those that are parked.
   *
   * @param otherwise ends the wait
   */
  void await(Supplier<Boolean> otherwise) {
    Workflow.await(() -> atRest() || otherwise.get());
    if (!hold.someOffline() || otherwise.get()) {
      return;
    }
    records.operation(OperationState.PARKED, state.planHash, null).get();
    state.details.show("Waits for servers that cannot be reached: " + hold.offline);
    Workflow.await(() -> !some() || otherwise.get());
    if (!some() || !hold.back.isEmpty()) {
      records.operation(OperationState.RUNNING, state.planHash, null).get();
    }
  }

  private void run() {
    while (true) {
      Workflow.await(hold::someOffline);
      if (!hold.unreached.isEmpty()) {
        alone(this::park);
      } else {
        int leftOut = hold.leftOut;
        boolean _ =
            Timers.await(
                interval(),
                "Until offline servers are looked at",
                () -> !hold.unreached.isEmpty() || hold.leftOut != leftOut);
        if (hold.unreached.isEmpty()) {
          alone(this::look);
        }
      }
    }
  }

  /** What is under way here ends before another run continues. */
  private void alone(Runnable what) {
    busy = true;
    try {
      what.run();
    } finally {
      busy = false;
    }
  }

  private Duration interval() {
    Duration doubled = FIRST.multipliedBy(1L << Math.min(hold.looks, DOUBLED));
    return doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
  }

  private void park() {
    List<FleetTarget> targets = List.copyOf(hold.unreached);
    hold.offline = servers.parkOffline(targets, until());
    hold.unreached.removeAll(targets);
    hold.looks = 0;
  }

  private long until() {
    FleetConditions conditions = request.conditions();
    long seconds =
        conditions == null || conditions.offlineSeconds() == null ? 0 : conditions.offlineSeconds();
    return Workflow.currentTimeMillis() + Duration.ofSeconds(seconds).toMillis();
  }

  private void look() {
    String wish = "offline-" + Workflow.randomUUID();
    Offline now = servers.offline(wish, AT_A_TIME);
    hold.looks++;
    state.failed(now.expired());
    List<String> reachable = reachable(now.servers());
    List<FleetTarget> queued = reachable.isEmpty() ? List.of() : servers.queueBack(wish, reachable);
    hold.back.addAll(queued);
    if (!queued.isEmpty()) {
      hold.more();
    }
    hold.offline = Math.max(0, now.all() - queued.size());
  }

  /** The workers of each region look at theirs. */
  private static List<String> reachable(List<FleetTarget> targets) {
    List<Promise<List<String>>> asked = new ArrayList<>();
    targets.stream()
        .collect(Collectors.groupingBy(target -> StepLimits.queue(target.queue())))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(queue ->
            asked.add(
                ask(queue.getKey(), queue.getValue().stream().map(FleetTarget::server).toList())));
    return asked.stream().map(Promise::get).flatMap(List::stream).toList();
  }

  private static Promise<List<String>> ask(String queue, List<String> names) {
    ExecActivities activities =
        Workflow.newActivityStub(
            ExecActivities.class,
            ActivityOptions.newBuilder(REACH)
                .setTaskQueue(queue)
                .setSummary("Look whether %d servers can be reached".formatted(names.size()))
                .build());
    return Async.function(activities::findReachable, new ReachRequest(names))
        .handle((found, failure) -> failure == null ? found : List.of());
  }
}
