package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.containers.Containers;
import dev.holdfast.schemas.containers.ContainersInput;
import dev.holdfast.schemas.containers.ContainersInput.Show;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContainersWorkflowTest {

  @Test
  void shouldReadOnEachServerWithoutALeaseAndTellHowMuch() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      OperationResult result = run(platform, ContainersInput.of(Show.LIST));

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.containers.read)
          .containsExactlyInAnyOrder("web-1 list 0", "web-2 list 0");
      assertThat(outcome(platform, "web-1"))
          .containsEntry("containers", 3)
          .containsEntry("running", 2)
          .containsEntry("stdoutBytes", 120);
    }
  }

  @Test
  void shouldReadOnTheOthersWhenOneHasNoEngine() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.containers.without = List.of("web-1");

      assertThatThrownBy(() -> run(platform, ContainersInput.of(Show.LOGS, "web")))
          .rootCause()
          .hasMessageContaining("web-1");

      assertThat(platform.containers.read).containsExactly("web-2 logs 0");
      assertThat(Objects.requireNonNull(platform.records.servers.get("web-1")).error())
          .contains("has no Docker engine");
    }
  }

  private static Map<String, Object> outcome(Platform platform, String server) {
    return Objects.requireNonNull(
        Objects.requireNonNull(platform.records.servers.get(server)).outcome());
  }

  private static OperationResult run(Platform platform, ContainersInput input) {
    Containers containers =
        platform.client.newWorkflowStub(
            Containers.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    return containers.run(
        new OperationRequest<>(
            Platform.ID, "containers", "alice", input, false, false, Priority.NORMAL, 2, 10));
  }
}
