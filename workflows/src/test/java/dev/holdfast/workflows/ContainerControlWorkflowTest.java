package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.containers.control.ContainerControl;
import dev.holdfast.schemas.containers.control.ContainerControlInput;
import dev.holdfast.schemas.containers.control.ContainerControlInput.Action;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ContainerControlWorkflowTest {
  private final Platform platform = new Platform("web-1");
  private final FakeContainerControls engine = platform.containerControls;

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void shouldStopWhatRunsAndLeaveTheRestAsItIs() {
    engine.have("web", true);
    engine.have("api", false);

    ServerResult result = run(ContainerControlInput.of(Action.STOP, "web", "api"), false);

    assertThat(engine.asked).containsExactly("stop web 1");
    assertThat(result.state()).isEqualTo(ServerState.SUCCEEDED);
    assertThat(result.changes()).isEqualTo(1);
    assertThat(result.unchanged()).isEqualTo(1);
    assertThat(result.outcome()).containsEntry("changed", List.of("web"));
  }

  @Test
  void shouldOnlyLookWhenItIsADryRun() {
    engine.have("web", true);

    ServerResult result = run(ContainerControlInput.of(Action.RESTART, "web"), true);

    assertThat(engine.asked).isEmpty();
    assertThat(result.changes()).isEqualTo(1);
  }

  @Test
  void shouldDoNothingWhenOneIsMissingOrStillRuns() {
    engine.have("web", true);

    assertThatThrownBy(() -> run(ContainerControlInput.of(Action.STOP, "web", "api"), false))
        .rootCause()
        .hasMessageContaining("failed on web-1");
    assertThat(error()).isEqualTo("nothing was changed: there is no container api");
    assertThat(engine.asked).isEmpty();
  }

  @Test
  void shouldNotRemoveWhatRunsUnlessForced() {
    engine.have("web", true);

    assertThatThrownBy(() -> run(ContainerControlInput.of(Action.REMOVE, "web", "gone"), false))
        .rootCause()
        .hasMessageContaining("failed on web-1");
    assertThat(error())
        .isEqualTo(
            "nothing was changed: web is still running; stop it first, or remove it by force");
    assertThat(engine.containers).containsKey("web");
  }

  @Test
  void shouldTryAgainWhenTheEndIsUnknown() {
    engine.have("web", true);
    engine.interruptions = 2;

    assertThat(run(ContainerControlInput.of(Action.RESTART, "web"), false).changes()).isEqualTo(1);

    assertThat(engine.asked).containsExactly("restart web 1", "restart web 2", "restart web 3");
  }

  @Test
  void shouldFailWhenAContainerEndsAsSoonAsItIsStarted() {
    engine.have("web", false);
    engine.brief = List.of("web");

    assertThatThrownBy(() -> run(ContainerControlInput.of(Action.START, "web"), false))
        .rootCause()
        .hasMessageContaining("failed on web-1");
    assertThat(error()).startsWith("web does not run (exit code 3)");
  }

  private String error() {
    return Objects.requireNonNull(result().error());
  }

  private ServerResult result() {
    return Objects.requireNonNull(platform.records.servers.get("web-1"));
  }

  private ServerResult run(ContainerControlInput input, boolean dryRun) {
    ContainerControl control =
        platform.client.newWorkflowStub(
            ContainerControl.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    var _ =
        control.run(
            new OperationRequest<>(
                Platform.ID,
                "container-control",
                "alice",
                input,
                dryRun,
                false,
                Priority.NORMAL,
                1,
                0));
    return result();
  }
}
