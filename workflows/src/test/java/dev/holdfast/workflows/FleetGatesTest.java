package dev.holdfast.workflows;

import static dev.holdfast.workflows.ExecFleet.await;
import static dev.holdfast.workflows.ExecFleet.start;
import static dev.holdfast.workflows.ExecFleet.steering;
import static dev.holdfast.workflows.ExecFleet.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.FleetActivities.GateLook;
import dev.holdfast.schemas.operation.FleetActivities.GateState;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetSteering.Retry;
import dev.holdfast.schemas.operation.HealthGate;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Share;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What must hold between two waves. */
@Timeout(60)
class FleetGatesTest {
  private static final String[] FOUR = {"web-1", "web-2", "web-3", "web-4"};
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void shouldTryEachGateAfterEachWaveButTheLast() {
    try (Platform platform = new Platform(FOUR)) {
      WorkflowStub operation = start(platform, request("command:true", "url:https://example.com"));

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.gates.tried)
          .containsExactlyInAnyOrder(
              "command 1 (-web-1]", "url 1 (-]", "command 2 (web-1-web-2]", "url 2 (-]");
      assertThat(states(platform))
          .containsExactly(GateState.TRYING, GateState.HELD, GateState.TRYING, GateState.HELD);
    }
  }

  @Test
  void shouldTryAGateAgainUntilItHolds() {
    try (Platform platform = new Platform(FOUR)) {
      platform.gates.closed.put("url", 3);
      WorkflowStub operation = start(platform, request("url:https://example.com"));

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.gates.tried).hasSize(5);
    }
  }

  @Test
  void shouldAskForAMetric() {
    try (Platform platform = new Platform(FOUR)) {
      platform.gates.closed.put("metric", 1);
      WorkflowStub operation = start(platform, request("metric:https://prom.example.com up == 1"));

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.gates.tried)
          .containsExactly("metric 1 (-]", "metric 1 (-]", "metric 2 (-]");
    }
  }

  @Test
  void shouldHaveUndoneWhatItHasChangedWhereThatWasAskedFor() {
    try (Platform platform = new Platform(FOUR)) {
      platform.gates.closed.put("command", -1);
      WorkflowStub operation =
          start(
              platform,
              request("command:false")
                  .under(
                      new FleetConditions(
                          null, null, List.of(HealthGate.of("command:false")), 10L, true)));

      assertThatThrownBy(() -> operation.getResult(Object.class))
          .isInstanceOf(WorkflowFailedException.class);
      assertThat(platform.records.states).endsWith(OperationState.FAILED);
      assertThat(platform.failedOperations.undone).containsExactly(Platform.ID);
    }
  }

  @Test
  void shouldFailAndSkipTheRestWhenAGateDoesNotHoldInTime() {
    try (Platform platform = new Platform(FOUR)) {
      platform.gates.closed.put("command", -1);
      WorkflowStub operation = start(platform, request("command:curl localhost", "verify"));

      assertThatThrownBy(() -> operation.getResult(Object.class))
          .isInstanceOf(WorkflowFailedException.class)
          .rootCause()
          .hasMessageContaining("after wave 1 of 3: command:curl localhost did not hold: on web-1");
      assertThat(platform.records.failure)
          .isEqualTo(
              FailureData.of(
                  FailureType.OPERATION_FAILED,
                  platform.records.error,
                  FailureOrigin.ofRule(Component.GATE, "command:curl localhost, verify")));
      assertThat(platform.failedOperations.undone).isEmpty();
      assertThat(platform.commands.ran).containsExactly("web-1");
      assertThat(platform.records.serverState("web-4")).isEqualTo(ServerState.SKIPPED);
      assertThat(platform.gates.tried.stream().filter(one -> one.startsWith("command")).count())
          .isBetween(4L, 14L);
      assertThat(states(platform)).containsExactly(GateState.TRYING, GateState.REFUSED);
    }
  }

  @Test
  void shouldGoOnAllTheSameWhenResumed() {
    try (Platform platform = new Platform(FOUR)) {
      platform.gates.closed.put("command", -1);
      WorkflowStub operation = start(platform, request("command:false").waiting(WEEK.toSeconds()));
      awaitRefusals(platform, 1);
      assertThat(platform.commands.ran).containsExactly("web-1");

      platform.steering(Platform.ID).resume("ann");
      awaitRefusals(platform, 2);
      assertThat(platform.commands.ran).containsExactly("web-1", "web-2");
      platform.steering(Platform.ID).resume("ann");

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(states(platform))
          .containsExactly(
              GateState.TRYING,
              GateState.REFUSED,
              GateState.OVERRULED,
              GateState.TRYING,
              GateState.REFUSED,
              GateState.OVERRULED);
      assertThat(platform.records.states).contains(OperationState.PAUSED);
    }
  }

  @Test
  void shouldTryTheGatesOnceMoreWhenAServerIsTriedOnceMore() {
    try (Platform platform = new Platform(FOUR)) {
      platform.commands.outcomes.put("web-1", ExecOutcome.ended(3, false, 300, 0, 0));
      platform.gates.closed.put("url", -1);
      OperationRequest<ExecInput> request = request(1, "url:https://example.com");
      WorkflowStub operation = start(platform, request.waiting(WEEK.toSeconds()));
      awaitRefusals(platform, 1);

      platform.commands.outcomes.clear();
      platform.gates.closed.clear();
      steering(platform).retry(new Retry(List.of(), "ann"));

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(states(platform))
          .startsWith(GateState.TRYING, GateState.REFUSED, GateState.TRYING, GateState.HELD);
    }
  }

  @Test
  void shouldEndWhenCancelledWhileAGateIsTried() {
    try (Platform platform = new Platform(FOUR)) {
      platform.gates.closed.put("command", -1);
      WorkflowStub operation = start(platform, request("command:false"));
      await(() -> waitsForTheNextTry(operation));

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(Object.class))
          .isInstanceOf(WorkflowFailedException.class)
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(platform.commands.ran).containsExactly("web-1");
    }
  }

  @Test
  void shouldKeepWhatARefusedGateSaysOverRunsWhenWorkersForgetEverything() {
    try (Platform platform = new Platform(false, FOUR)) {
      platform.gates.closed.put("command", -1);
      OperationRequest<ExecInput> request = request("command:false").waiting(WEEK.toSeconds());
      WorkflowStub operation =
          start(platform, request.at(FleetProgress.none(1, 30, request.conditions())));
      awaitRefusals(platform, 1);
      platform.steering(Platform.ID).resume("ann");
      awaitRefusals(platform, 2);
      platform.steering(Platform.ID).resume("ann");

      assertThat(succeeded(operation)).isEqualTo(4);
      assertThat(platform.runs()).isGreaterThan(1);
      assertThat(platform.gates.tried).contains("command 2 (web-1-web-2]");
    }
  }

  /** Temporal's test server forgets an activity that fails while it is being cancelled. */
  private static boolean waitsForTheNextTry(WorkflowStub operation) {
    return operation.describe().getRawDescription().getPendingActivitiesList().stream()
        .anyMatch(gate -> gate.getAttempt() > 1);
  }

  /** The last of them is told to people before it waits for them. */
  private static void awaitRefusals(Platform platform, int refusals) {
    while (states(platform).stream().filter(GateState.REFUSED::equals).count() < refusals
        || platform.records.states.getLast() != OperationState.PAUSED) {
      platform.pass(Duration.ofSeconds(10));
    }
  }

  private static List<GateState> states(Platform platform) {
    return List.copyOf(platform.records.gates).stream().map(GateLook::state).toList();
  }

  private static OperationRequest<ExecInput> request(String... gates) {
    return request(0, gates);
  }

  private static OperationRequest<ExecInput> request(int maxFailures, String... gates) {
    return new OperationRequest<>(
            Platform.ID,
            "exec",
            "alice",
            ExecFleet.uptime(false),
            false,
            false,
            Priority.NORMAL,
            4,
            maxFailures,
            Stream.of("1", "50%", "100%").map(Share::of).toList())
        .under(
            new FleetConditions(null, null, Stream.of(gates).map(HealthGate::of).toList(), 120L));
  }
}
