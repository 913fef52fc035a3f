package dev.holdfast.workflows;

import static dev.holdfast.workflows.ExecFleet.await;
import static dev.holdfast.workflows.ExecFleet.start;
import static dev.holdfast.workflows.ExecFleet.steering;
import static dev.holdfast.workflows.ExecFleet.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Servers that cannot be reached, and are parked until they can be. */
@Timeout(60)
class FleetOfflineTest {
  private static final Duration DAY = Duration.ofDays(1);
  private static final String[] THREE = {"web-1", "web-2", "web-3"};

  @Test
  void shouldContinueWithTheOthersAndStartAServerThatIsBack() {
    try (Platform platform = new Platform(THREE)) {
      platform.commands.away.add("web-1");
      WorkflowStub operation = start(platform, request(1, 0));
      await(() -> is(platform, "web-3") == ServerState.SUCCEEDED);
      await(() -> platform.records.states.getLast() == OperationState.PARKED);
      assertThat(platform.records.countServers(Platform.ID).states())
          .isEqualTo(Map.of(ServerState.PARKED, 1, ServerState.SUCCEEDED, 2));

      platform.pass(Duration.ofHours(1));
      assertThat(platform.commands.looks).hasValueGreaterThan(3).hasValueLessThan(9);
      platform.commands.away.clear();

      assertThat(succeeded(operation)).isEqualTo(3);
      assertThat(platform.records.attempts).isEqualTo(Map.of("web-1", 2));
      assertThat(platform.commands.ran).containsExactly("web-2", "web-3", "web-1");
      assertThat(platform.records.states)
          .endsWith(OperationState.PARKED, OperationState.RUNNING, OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldFailOnAServerThatIsNotBackInTime() {
    try (Platform platform = new Platform(THREE)) {
      platform.commands.away.add("web-1");
      WorkflowStub operation = start(platform, request(1, 0));
      await(() -> platform.records.states.contains(OperationState.PARKED));

      platform.pass(DAY.plusHours(1));

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class)
          .rootCause()
          .hasMessageContaining("failed on web-1");
      assertThat(is(platform, "web-1")).isEqualTo(ServerState.UNREACHABLE);
      assertThat(platform.records.countServers(Platform.ID).states())
          .isEqualTo(Map.of(ServerState.UNREACHABLE, 1, ServerState.SUCCEEDED, 2));
    }
  }

  @Test
  void shouldEndWhenTheLastParkedServerIsSkipped() {
    try (Platform platform = new Platform(THREE)) {
      platform.commands.away.add("web-1");
      WorkflowStub operation = start(platform, request(1, 0));
      await(() -> platform.records.states.contains(OperationState.PARKED));

      steering(platform).skip(new Skip("web-1", "ann", null));

      assertThat(succeeded(operation)).isEqualTo(2);
      assertThat(is(platform, "web-1")).isEqualTo(ServerState.SKIPPED);
    }
  }

  @Test
  void shouldParkWhatCouldNotBePlannedAndAskForItsPlanWhenItIsBack() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.needs("web-2", FakeServers.ACCOUNTS);
      platform.servers.fails("web-1", FailureType.UNREACHABLE, "no route");
      platform.commands.away.add("web-1");
      WorkflowStub operation =
          platform.start(
              Platform.request(false, true, 1, 0)
                  .under(new FleetConditions(null, DAY.toSeconds())));
      await(() -> platform.records.states.contains(OperationState.PARKED));
      assertThat(is(platform, "web-2")).isEqualTo(ServerState.SUCCEEDED);
      assertThat(is(platform, "web-1")).isEqualTo(ServerState.PARKED);

      platform.servers.needs("web-1", FakeServers.ACCOUNTS);
      platform.commands.away.clear();

      assertThat(succeeded(operation)).isEqualTo(2);
    }
  }

  @Test
  void shouldCancelWhatIsParkedWhenWorkersForgetEverything() {
    try (Platform platform = new Platform(false, THREE)) {
      platform.commands.away.add("web-2");
      WorkflowStub operation = start(platform, request(3, 0));
      await(() -> platform.records.states.contains(OperationState.PARKED));

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class);
      assertThat(platform.records.countServers(Platform.ID).states())
          .isEqualTo(Map.of(ServerState.CANCELLED, 1, ServerState.SUCCEEDED, 2));
    }
  }

  private static ServerState is(Platform platform, String server) {
    return platform.records.serverState(server);
  }

  private static OperationRequest<ExecInput> request(int concurrency, int maxFailures) {
    return new OperationRequest<>(
            Platform.ID,
            "exec",
            "alice",
            ExecFleet.uptime(false),
            false,
            false,
            Priority.NORMAL,
            concurrency,
            maxFailures)
        .under(new FleetConditions(null, DAY.toSeconds()));
  }
}
