package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.diagnosis.Diagnose;
import dev.holdfast.schemas.diagnosis.DiagnoseInput;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DiagnoseWorkflowTest {

  @Test
  void shouldLookAtEachServerWithoutALeaseAndCountWhatItFound() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      OperationResult result = run(platform, false);

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.diagnostics.diagnosed)
          .containsExactlyInAnyOrder("web-1 true 0", "web-2 true 0");
      assertThat(server(platform, "web-1").outcome())
          .containsEntry("problems", 0)
          .containsEntry("warnings", 1)
          .containsEntry("ok", 7)
          .containsEntry("skipped", 3);
    }
  }

  @Test
  void shouldCountAServerWithAProblemAsFailedAndLookAtTheOthers() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.diagnostics.ailing = List.of("web-1");

      assertThatThrownBy(() -> run(platform, false)).rootCause().hasMessageContaining("web-1");

      assertThat(server(platform, "web-1").state()).isEqualTo(ServerState.FAILED);
      assertThat(server(platform, "web-1").error())
          .isEqualTo("2 problems, first: login/sudo: it asks");
      assertThat(server(platform, "web-1").outcome()).containsEntry("problems", 2);
      assertThat(server(platform, "web-2").state()).isEqualTo(ServerState.SUCCEEDED);
    }
  }

  @Test
  void shouldTouchNoServerInADryRun() {
    try (Platform platform = new Platform("web-1")) {
      assertThat(run(platform, true).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.diagnostics.diagnosed).isEmpty();
    }
  }

  private static ServerResult server(Platform platform, String name) {
    return Objects.requireNonNull(platform.records.servers.get(name));
  }

  private static OperationResult run(Platform platform, boolean dryRun) {
    Diagnose diagnose =
        platform.client.newWorkflowStub(
            Diagnose.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    return diagnose.run(
        new OperationRequest<>(
            Platform.ID,
            "diagnose",
            "alice",
            new DiagnoseInput(true),
            dryRun,
            false,
            Priority.NORMAL,
            2,
            10));
  }
}
