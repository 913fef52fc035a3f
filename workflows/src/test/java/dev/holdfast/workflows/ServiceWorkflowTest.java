package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.service.Service;
import dev.holdfast.schemas.service.ServiceInput;
import dev.holdfast.schemas.service.ServiceInput.Action;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServiceWorkflowTest {
  private static final String UNIT = "nginx.service";
  private static final String LOG = "the log of this operation";

  @Test
  void shouldBringAUnitIntoAStateByAPlan() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.needs("web-1", FakeServers.SSHD);
      platform.servers.settled("web-2");

      OperationResult result = run(platform, Action.START);

      assertThat(result.changes()).isEqualTo(1);
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.UNCHANGED);
      assertThat(platform.servers.steps).contains("web-1 prove/sshd 1", "web-1 confirm/sshd 1");
      assertThat(platform.commands.ran).isEmpty();
    }
  }

  @Test
  void shouldRestartOnceAndCheckThatItRuns() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.settled("web-1");

      assertThat(run(platform, Action.RESTART).state()).isEqualTo(OperationState.SUCCEEDED);

      assertThat(platform.commands.ran).containsExactly("web-1");
      assertThat(platform.servers.steps).contains("web-1 verify 1");
    }
  }

  @Test
  void shouldFailAndShowTheLogWhenItDoesNotRunAfterwards() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", FakeServers.SSHD);

      assertThatThrownBy(() -> run(platform, Action.RELOAD)).isNotNull();

      assertThat(platform.commands.ran).containsExactly("web-1", "web-1");
      assertThat(platform.records.servers.get("web-1"))
          .isNotNull()
          .satisfies(server -> assertThat(server.error()).contains("does not run", LOG))
          .satisfies(server ->
              assertThat(server.failure()).isEqualTo(failed(server, "not running").in("verify")));
    }
  }

  @Test
  void shouldFailWithTheExitCodeOfARestartThatFails() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.outcomes.putAll(Map.of("web-1", ExecOutcome.ended(1, false, 300, 0, 9)));

      assertThatThrownBy(() -> run(platform, Action.RESTART)).isNotNull();

      assertThat(platform.records.servers.get("web-1"))
          .isNotNull()
          .satisfies(server -> assertThat(server.error()).contains("exit code 1", LOG))
          .satisfies(
              server -> assertThat(server.failure()).isEqualTo(failed(server, null).in("restart")));
    }
  }

  private static FailureData failed(ServerResult server, @Nullable String state) {
    return FailureData.of(
        FailureType.COMMAND_FAILED,
        String.valueOf(server.error()),
        FailureOrigin.ofUnit(UNIT, state));
  }

  @Test
  void shouldReadWithoutALease() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      assertThat(run(platform, Action.STATUS).state()).isEqualTo(OperationState.SUCCEEDED);

      assertThat(platform.commands.batches)
          .flatExtracting(BatchRequest::servers)
          .containsExactlyInAnyOrder("web-1", "web-2");
      assertThat(platform.commands.batches.getFirst().input().command())
          .isEqualTo(
              List.of("systemctl", "status", "--no-pager", "-n", "50", "--", "nginx.service"));
    }
  }

  private static OperationResult run(Platform platform, Action action) {
    Service service =
        platform.client.newWorkflowStub(
            Service.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    return service.run(
        new OperationRequest<>(
            Platform.ID,
            "service",
            "alice",
            new ServiceInput("nginx", action, 50),
            false,
            true,
            Priority.NORMAL,
            2,
            0));
  }
}
