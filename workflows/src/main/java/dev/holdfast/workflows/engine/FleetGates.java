package dev.holdfast.workflows.engine;

import dev.holdfast.schemas.failure.FailureWords;
import dev.holdfast.schemas.gate.CommandGateActivities;
import dev.holdfast.schemas.gate.CommandGateActivities.CommandTry;
import dev.holdfast.schemas.gate.GateServers;
import dev.holdfast.schemas.gate.GateTry;
import dev.holdfast.schemas.gate.UrlGateActivities;
import dev.holdfast.schemas.gate.UrlGateActivities.MetricTry;
import dev.holdfast.schemas.gate.UrlGateActivities.UrlTry;
import dev.holdfast.schemas.gate.VerifyGateActivities;
import dev.holdfast.schemas.gate.VerifyGateActivities.VerifyTry;
import dev.holdfast.schemas.operation.FleetActivities.GateLook;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import dev.holdfast.schemas.operation.FleetActivities.WaveServers;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.activity.ActivityCancellationType;
import io.temporal.activity.ActivityOptions;
import io.temporal.common.RetryOptions;
import io.temporal.failure.CanceledFailure;
import io.temporal.failure.TemporalFailure;
import io.temporal.workflow.Async;
import io.temporal.workflow.CancellationScope;
import io.temporal.workflow.Functions;
import io.temporal.workflow.Promise;
import io.temporal.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What must hold between two waves. Temporal tries each gate again until it holds or its time is
 * over, so that a long wait leaves nothing in the history.
 */
final class FleetGates {
  private static final Duration BETWEEN = Duration.ofSeconds(10);

  /** For a try on all servers of a wave, so many at a time. */
  private static final Duration ONCE = Duration.ofMinutes(15);

  /** How long a worker may be missing that takes up the first try. */
  private static final Duration NOBODY = Duration.ofHours(1);

  private static final int SHOWN = 80;

  /** No name of a server comes after it. */
  private static final String LAST = "z".repeat(300);

  private static final ActivityOptions TRY =
      ActivityOptions.newBuilder()
          .setStartToCloseTimeout(ONCE)
          .setCancellationType(ActivityCancellationType.WAIT_CANCELLATION_COMPLETED)
          .setRetryOptions(
              RetryOptions.newBuilder()
                  .setInitialInterval(BETWEEN)
                  .setMaximumInterval(BETWEEN)
                  .setBackoffCoefficient(1)
                  .build())
          .build();

  private final OperationRequest<?> request;
  private final FleetState state;
  private final FleetServers servers;
  private final List<HealthGate> gates;
  private final Duration within;

  FleetGates(OperationRequest<?> request, FleetState state, FleetServers servers) {
    FleetConditions conditions =
        Objects.requireNonNullElse(request.conditions(), FleetConditions.NONE);
    this.request = request;
    this.state = state;
    this.servers = servers;
    this.gates = Objects.requireNonNullElse(conditions.gates(), List.of());
    this.within =
        Duration.ofSeconds(conditions.gateSeconds() == null ? 0 : conditions.gateSeconds());
  }

  /**
   * Whether the next wave may start. Where it may not, the state says why, or there is something
   * else to do first.
   *
   * @param otherwise ends the wait
   */
  boolean hold(Supplier<Boolean> otherwise) {
    if (gates.isEmpty()) {
      return true;
    }
    int wave = state.wave + 1;
    int waves = state.waveEnds.size();
    if (state.overruled) {
      state.overruled = false;
      servers.gates(new GateLook(GateState.OVERRULED, wave, waves, 0, null));
      return true;
    }
    long until = Workflow.currentTimeMillis() + within.toMillis();
    state.gateRounds++;
    state.details.show("Tries the gates after wave %d of %d".formatted(wave, waves));
    servers.gates(new GateLook(GateState.TRYING, wave, waves, until, null));
    List<String> refused = tried(until, otherwise);
    if (refused == null) {
      return false;
    }
    if (refused.isEmpty()) {
      servers.gates(new GateLook(GateState.HELD, wave, waves, until, null));
      return true;
    }
    state.refused = "after wave %d of %d: %s".formatted(wave, waves, String.join("; ", refused));
    servers.gates(new GateLook(GateState.REFUSED, wave, waves, until, state.refused));
    return false;
  }

  /** Why gates do not hold, a sentence each; null where something else is to be done first. */
  private @Nullable List<String> tried(long until, Supplier<Boolean> otherwise) {
    List<Promise<String>> tries = new ArrayList<>();
    CancellationScope scope =
        Workflow.newCancellationScope(() -> {
          for (int number = 1; number <= gates.size(); number++) {
            tries.addAll(tries(number, until));
          }
        });
    scope.run();
    Promise<Void> all = Promise.allOf(tries);
    try {
      Workflow.await(() -> all.isCompleted() || otherwise.get());
    } catch (CanceledFailure cancelled) {
      // What runs on servers is ended first.
      Workflow.newDetachedCancellationScope(() -> Workflow.await(all::isCompleted)).run();
      throw cancelled;
    }
    if (!all.isCompleted()) {
      scope.cancel("servers are started again");
      Workflow.await(all::isCompleted);
      return null;
    }
    return tries.stream().map(Promise::get).filter(why -> !why.isEmpty()).distinct().toList();
  }

  /** A gate on servers is tried by the workers of each region on theirs. */
  private List<Promise<String>> tries(int number, long until) {
    HealthGate gate = gates.get(number - 1);
    GateTry which = new GateTry(request.id(), number, state.wave + 1, state.gateRounds, until);
    return switch (gate.kind()) {
      case URL ->
          List.of(
              said(
                  gate,
                  () ->
                      stub(UrlGateActivities.class, gate, TaskQueues.PLATFORM)
                          .tryUrl(new UrlTry(which, gate.what()))));
      case METRIC ->
          List.of(
              said(
                  gate,
                  () ->
                      stub(UrlGateActivities.class, gate, TaskQueues.PLATFORM)
                          .tryMetric(new MetricTry(which, gate.what()))));
      case COMMAND ->
          onServers(
              gate,
              on ->
                  stub(CommandGateActivities.class, gate, on.queue())
                      .tryCommand(new CommandTry(which, on, gate.what())));
      case VERIFY ->
          onServers(
              gate,
              on ->
                  stub(VerifyGateActivities.class, gate, on.queue())
                      .tryVerify(new VerifyTry(which, on, request.type(), request.input())));
    };
  }

  private List<Promise<String>> onServers(HealthGate gate, Consumer<GateServers> tried) {
    // Where each has hours of its own they come in no order: all that are done are looked at.
    String after = state.hold.anyOrder ? "" : state.waveAfter;
    String through = state.hold.anyOrder ? LAST : state.after;
    return servers.gateQueues(new WaveServers(request.id(), after, through)).stream()
        .map(queue -> new GateServers(after, through, queue))
        .map(on -> said(gate, () -> tried.accept(on)))
        .toList();
  }

  /** Why a gate does not hold; empty where it does. Never fails. */
  private static Promise<String> said(HealthGate gate, Functions.Proc tried) {
    return Async.procedure(tried)
        .handle((held, failure) ->
            failure == null ? "" : shown(gate) + " did not hold: " + words(failure));
  }

  private static String shown(HealthGate gate) {
    String text = gate.toString().replaceAll("\\s+", " ");
    return text.length() <= SHOWN ? text : text.substring(0, SHOWN - 1) + "…";
  }

  private static String words(RuntimeException failure) {
    return failure instanceof TemporalFailure temporal
        ? ChangeFailed.words(temporal)
        : FailureWords.of(failure);
  }

  private <A> A stub(Class<A> activities, HealthGate gate, String queue) {
    ActivityOptions.Builder options =
        ActivityOptions.newBuilder(TRY)
            .setTaskQueue(queue)
            .setScheduleToCloseTimeout(within.plus(NOBODY))
            .setSummary("Gate " + shown(gate));
    if (!gate.kind().onPlatform()) {
      options.setHeartbeatTimeout(Duration.ofSeconds(15));
    }
    return Workflow.newActivityStub(activities, options.build());
  }
}
