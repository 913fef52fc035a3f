package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.credentials.Credential;
import dev.holdfast.schemas.credentials.RotateCredentials;
import dev.holdfast.schemas.credentials.RotateCredentialsInput;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import org.junit.jupiter.api.Test;

class RotateCredentialsWorkflowTest {

  @Test
  void shouldRemoveTheOldKeyOnlyWhenTheNewOneIsProvenAndInUse() {
    try (Platform platform = platform()) {
      OperationResult result = run(platform, false);

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.rotations.steps)
          .containsExactly(
              "make",
              "apply/authorize-login-key",
              "prove/authorize-login-key",
              "confirm/authorize-login-key",
              "use-new-key",
              "apply/withdraw-login-key",
              "prove/withdraw-login-key",
              "confirm/withdraw-login-key",
              "end");
      assertThat(platform.servers.steps).last().asString().startsWith("web-1 close");
    }
  }

  @Test
  void shouldMakeNoCredentialWhenItIsADryRun() {
    try (Platform platform = platform()) {
      assertThat(run(platform, true).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.rotations.steps).isEmpty();
    }
  }

  @Test
  void shouldTakeTheNewKeyOffAgainWhenItIsNotProven() {
    try (Platform platform = platform()) {
      platform.rotations.fails("prove/authorize-login-key", FailureType.AUTHENTICATION);

      assertThatThrownBy(() -> run(platform, false))
          .rootCause()
          .hasMessageContaining("prove/authorize-login-key failed");

      assertThat(platform.rotations.steps)
          .containsExactly(
              "make",
              "apply/authorize-login-key",
              "prove/authorize-login-key",
              "revert/authorize-login-key",
              "apply/take-off-login-key",
              "prove/take-off-login-key",
              "confirm/take-off-login-key",
              "end");
    }
  }

  @Test
  void shouldTakeTheNewKeyOffAgainWhenItCannotBeUsed() {
    try (Platform platform = platform()) {
      platform.rotations.fails("use-new-key", FailureType.REFUSED);

      assertThatThrownBy(() -> run(platform, false))
          .rootCause()
          .hasMessageContaining("use-new-key failed");

      assertThat(platform.rotations.steps)
          .endsWith(
              "use-new-key",
              "use-old-key",
              "apply/take-off-login-key",
              "prove/take-off-login-key",
              "confirm/take-off-login-key",
              "end");
    }
  }

  @Test
  void shouldUseTheOldKeyAgainWhenItCannotBeRemoved() {
    try (Platform platform = platform()) {
      platform.rotations.fails("prove/withdraw-login-key", FailureType.AUTHENTICATION);

      assertThatThrownBy(() -> run(platform, false))
          .rootCause()
          .hasMessageContaining("the old login key is in use again");

      assertThat(platform.rotations.steps)
          .endsWith(
              "revert/withdraw-login-key",
              "use-old-key",
              "apply/take-off-login-key",
              "prove/take-off-login-key",
              "confirm/take-off-login-key",
              "end");
    }
  }

  @Test
  void shouldKeepTheNewKeyWhenTheOldOneDoesNotWorkAnyMore() {
    try (Platform platform = platform()) {
      platform.rotations.oldKeyWorks = false;
      platform.rotations.fails("confirm/withdraw-login-key", FailureType.COMMAND_FAILED);

      assertThatThrownBy(() -> run(platform, false))
          .rootCause()
          .hasMessageContaining("the new login key stays in use");

      assertThat(platform.rotations.steps)
          .endsWith("confirm/withdraw-login-key", "use-old-key", "end");
    }
  }

  private static Platform platform() {
    Platform platform = new Platform("web-1");
    platform.servers.needs("web-1", FakeRotations.LOGIN_KEY);
    return platform;
  }

  private static OperationResult run(Platform platform, boolean dryRun) {
    RotateCredentials rotation =
        platform.client.newWorkflowStub(
            RotateCredentials.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    return rotation.run(
        new OperationRequest<>(
            Platform.ID,
            "rotate-credentials",
            "alice",
            new RotateCredentialsInput(List.of(Credential.LOGIN_KEY), 60),
            dryRun,
            true,
            Priority.NORMAL,
            1,
            0));
  }
}
