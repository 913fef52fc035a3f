package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.change.PlanSummary;
import dev.holdfast.schemas.credentials.Credential;
import dev.holdfast.schemas.credentials.RotateCredentials;
import dev.holdfast.schemas.credentials.RotateCredentialsInput;
import dev.holdfast.schemas.credentials.RotationActivities;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
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

  @Test
  void shouldReplaceHostKeysAfterAllElse() {
    try (Platform platform = platform()) {
      platform.rotations.made =
          List.of(
              new PlanSummary.Group(RotationActivities.SUDO_PASSWORD, "Set", 1, 60),
              new PlanSummary.Group(RotationActivities.HOST_KEYS, "Replace", 1, 60));

      assertThat(run(platform, false).state()).isEqualTo(OperationState.SUCCEEDED);

      assertThat(platform.rotations.steps)
          .containsExactly(
              "make",
              "apply/sudo-password",
              "prove/sudo-password",
              "confirm/sudo-password",
              "apply/host-keys",
              "prove/host-keys",
              "confirm/host-keys",
              "end");
    }
  }

  @Test
  void shouldRevertHostKeysThatAreNotProven() {
    try (Platform platform = platform()) {
      platform.rotations.made =
          List.of(new PlanSummary.Group(RotationActivities.HOST_KEYS, "Replace", 1, 60));
      platform.rotations.fails("prove/host-keys", FailureType.HOST_KEY_MISMATCH);

      assertThatThrownBy(() -> run(platform, false))
          .rootCause()
          .hasMessageContaining("the server has reverted the change");

      assertThat(platform.rotations.steps)
          .containsExactly("make", "apply/host-keys", "prove/host-keys", "revert/host-keys", "end");
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
