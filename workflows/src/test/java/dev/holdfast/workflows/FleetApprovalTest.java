package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.Component;
import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.FleetSteering.Fix;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering;
import dev.holdfast.schemas.operation.WorkHash;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations without a plan that somebody has to approve first. */
@Timeout(60)
class FleetApprovalTest {
  private static final String HASH = "sha256:" + "ab".repeat(32);

  @Test
  void shouldRunNothingBeforeExactlyThisIsApproved() {
    // Forgotten after each step, as by workers that are killed: it still asks once.
    try (Platform platform = new Platform(false, "web-1", "web-2")) {
      WorkflowStub operation = start(platform, false);
      ExecFleet.await(() -> asked(platform));

      assertThatThrownBy(() -> approve(platform, Platform.ID, "sha256:00"))
          .isInstanceOf(WorkflowUpdateException.class)
          .cause()
          .hasMessageContaining(HASH);
      assertThat(platform.commands.ran).isEmpty();
      approve(platform, Platform.ID, HASH);

      OperationResult result = operation.getResult(OperationResult.class);
      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(result.planHash()).isEqualTo(HASH);
      assertThat(platform.commands.ran).containsExactlyInAnyOrder("web-1", "web-2");
      assertThat(platform.records.states)
          .containsExactly(
              OperationState.AWAITING_APPROVAL, OperationState.RUNNING, OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldWaitAsWellWhereServersAreReadInBatches() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      WorkflowStub operation = start(platform, true);
      ExecFleet.await(() -> asked(platform));
      assertThat(platform.commands.batches).isEmpty();

      approve(platform, Platform.ID, HASH);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
    }
  }

  @Test
  void shouldRunNothingWhereItIsRejected() {
    try (Platform platform = new Platform("web-1")) {
      WorkflowStub operation = start(platform, false);
      ExecFleet.await(() -> asked(platform));

      platform
          .steering(Platform.ID)
          .reject(new Steering.Decision(null, HASH, "ann", "not on a Friday"));

      assertThat(operation.getResult(OperationResult.class).state())
          .isEqualTo(OperationState.CANCELLED);
      assertThat(platform.records.error).isEqualTo("rejected by ann: not on a Friday");
      assertThat(platform.records.failure)
          .isEqualTo(
              FailureData.of(
                  FailureType.REFUSED,
                  "rejected by ann: not on a Friday",
                  FailureOrigin.of(Component.APPROVAL)));
      assertThat(platform.commands.ran).isEmpty();
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.CANCELLED);
    }
  }

  @Test
  void shouldEndWhereItIsCancelledWhileItWaits() {
    try (Platform platform = new Platform("web-1")) {
      WorkflowStub operation = start(platform, false);
      ExecFleet.await(() -> asked(platform));

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class)).isNotNull();
      assertThat(platform.records.states).endsWith(OperationState.CANCELLED);
      assertThat(platform.commands.ran).isEmpty();
    }
  }

  @Test
  void shouldLeaveOutWhatIsSkippedWhileItWaits() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      WorkflowStub operation = start(platform, false);
      ExecFleet.await(() -> asked(platform));
      ExecFleet.steering(platform).skip(new Skip("web-1", "ann", null));

      approve(platform, Platform.ID, HASH);

      assertThat(operation.getResult(OperationResult.class).progress().skipped()).isEqualTo(1);
      assertThat(platform.commands.ran).containsExactly("web-2");
    }
  }

  @Test
  void shouldAskAgainForAServerWithAnInputOfItsOwn() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.commands.outcomes.put("web-1", ExecOutcome.ended(3, false, 300, 0, 0));
      WorkflowStub operation = start(platform, false);
      ExecFleet.await(() -> asked(platform));
      approve(platform, Platform.ID, HASH);
      ExecFleet.await(() -> platform.records.states.contains(OperationState.PAUSED));
      platform.commands.outcomes.clear();
      Map<String, Object> fixed = Map.of("shell", "echo fixed", "timeoutSeconds", 60);

      ExecFleet.steering(platform).fix(new Fix("web-1", fixed, "ann"));
      ExecFleet.await(() -> platform.records.serverState("web-1") == ServerState.AWAITING_APPROVAL);
      String hash = WorkHash.of("exec", "web-1", fixed, null);
      assertThat(platform.records.serverPlan("web-1")).isEqualTo(hash);
      assertThat(platform.commands.steps).doesNotContain("run echo fixed");
      approve(platform, Platform.ID + "/web-1", hash);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
      assertThat(platform.commands.steps).contains("run echo fixed");
    }
  }

  @Test
  void shouldNameAllThatDecidesWhatIsDone() {
    String one = WorkHash.of("exec", "web-1", Map.of("shell", "id", "sudo", true), null);

    assertThat(
            WorkHash.of("exec", "web-1", new TreeMap<>(Map.of("sudo", true, "shell", "id")), null))
        .isEqualTo(one);
    assertThat(WorkHash.of("exec", "web-2", Map.of("shell", "id", "sudo", true), null))
        .isNotEqualTo(one);
    assertThat(WorkHash.of("exec", "web-1", Map.of("shell", "id", "sudo", false), null))
        .isNotEqualTo(one);
    assertThat(WorkHash.of("copy", "web-1", Map.of("shell", "id", "sudo", true), null))
        .isNotEqualTo(one);
  }

  private static boolean asked(Platform platform) {
    return platform.records.states.contains(OperationState.AWAITING_APPROVAL);
  }

  private static void approve(Platform platform, String workflow, String hash) {
    platform.steering(workflow).approve(new Steering.Decision(null, hash, "ann", null));
  }

  private static WorkflowStub start(Platform platform, boolean readOnly) {
    ExecInput input = ExecFleet.uptime(readOnly);
    OperationRequest<ExecInput> request =
        new OperationRequest<>(
                Platform.ID, "exec", "alice", input, false, false, Priority.NORMAL, 2, 5)
            .waiting(86400L)
            .under(FleetConditions.NONE.approvedAs(HASH));
    return ExecFleet.start(platform, request);
  }
}
