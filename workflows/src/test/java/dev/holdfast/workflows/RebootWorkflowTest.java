package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.reboot.Reboot;
import dev.holdfast.schemas.reboot.RebootInput;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RebootWorkflowTest {

  @Test
  void shouldRebootEachServerOnceAndSayForHowLongItWasDown() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      OperationResult result = run(platform, 2);

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.reboots.boots).containsOnly(entry("web-1"), entry("web-2"));
      assertThat(Objects.requireNonNull(platform.records.servers.get("web-1")).outcome())
          .containsEntry("kernel", "6.1.0")
          .containsKey("downSeconds");
      assertThat(platform.servers.changesByServer().get("web-1")).containsExactly("close 1");
    }
  }

  @Test
  void shouldTryAgainWhenItIsUnknownWhetherItReboots() {
    try (Platform platform = new Platform("web-1")) {
      platform.reboots.interruptions = 1;

      assertThat(run(platform, 1).state()).isEqualTo(OperationState.SUCCEEDED);

      assertThat(platform.reboots.asked).containsExactly("web-1 1", "web-1 2");
      assertThat(platform.reboots.boots).containsOnly(entry("web-1"));
    }
  }

  @Test
  void shouldRebootNoFurtherServerWhenOneDoesNotComeBack() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.reboots.lost = List.of("web-1");

      assertThatThrownBy(() -> run(platform, 1)).rootCause().hasMessageContaining("is not back");

      assertThat(platform.reboots.asked).containsExactly("web-1 1");
    }
  }

  private static Map.Entry<String, Integer> entry(String server) {
    return Map.entry(server, 1);
  }

  private static OperationResult run(Platform platform, int concurrency) {
    Reboot reboot =
        platform.client.newWorkflowStub(
            Reboot.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    return reboot.run(
        new OperationRequest<>(
            Platform.ID,
            "reboot",
            "alice",
            new RebootInput(10),
            false,
            false,
            Priority.NORMAL,
            concurrency,
            0));
  }
}
