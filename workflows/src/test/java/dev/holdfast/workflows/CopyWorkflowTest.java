package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.copy.Copy;
import dev.holdfast.schemas.copy.CopyInput;
import dev.holdfast.schemas.fetch.Fetch;
import dev.holdfast.schemas.fetch.FetchInput;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.TransferActivities.Result;
import io.temporal.client.WorkflowOptions;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class CopyWorkflowTest {

  @Test
  void shouldSendAndPlaceOnEveryServerUnderItsLease() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      OperationResult result = copy(platform, false);

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(result.changes()).isEqualTo(2);
      assertThat(platform.transfers.asked)
          .containsExactly("send 1 web-1", "place 1 web-1", "send 1 web-2", "place 1 web-2");
      assertThat(platform.servers.changesByServer())
          .isEqualTo(Map.of("web-1", List.of("close 1"), "web-2", List.of("close 1")));
    }
  }

  @Test
  void shouldPlaceNothingWhereItIsInPlace() {
    try (Platform platform = new Platform("web-1")) {
      platform.transfers.unchanged = true;

      assertThat(copy(platform, false).changes()).isZero();
      assertThat(platform.transfers.asked).containsExactly("send 1 web-1");
    }
  }

  @Test
  void shouldLookAgainAfterAnInterruption() {
    try (Platform platform = new Platform("web-1")) {
      platform.transfers.placed.put(
          "web-1", new ArrayDeque<>(List.of(new Placed(Result.INTERRUPTED, "restart"))));

      assertThat(copy(platform, false).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.transfers.asked)
          .containsExactly("send 1 web-1", "place 1 web-1", "send 2 web-1", "place 2 web-1");
    }
  }

  @Test
  void shouldFailWithWhatTheServerSaid() {
    try (Platform platform = new Platform("web-1")) {
      platform.transfers.placed.put(
          "web-1", new ArrayDeque<>(List.of(new Placed(Result.FAILED, "not what was sent"))));

      assertThatThrownBy(() -> copy(platform, false))
          .rootCause()
          .hasMessageContaining("not what was sent");
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.FAILED);
    }
  }

  @Test
  void shouldDoNothingInADryRun() {
    try (Platform platform = new Platform("web-1")) {
      assertThat(copy(platform, true).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.transfers.asked).isEmpty();
    }
  }

  @Test
  void shouldFetchWithoutALease() {
    try (Platform platform = new Platform("web-1")) {
      Fetch fetch = platform.client.newWorkflowStub(Fetch.class, options());

      OperationResult result =
          fetch.run(request("fetch", new FetchInput("/etc/motd", false, null), false));

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.transfers.asked).containsExactly("fetch 1 web-1");
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  private static OperationResult copy(Platform platform, boolean dryRun) {
    CopyInput input = new CopyInput("ab".repeat(32), "/tmp/x", null, null, "0644", false, null);
    return platform
        .client
        .newWorkflowStub(Copy.class, options())
        .run(request("copy", input, dryRun));
  }

  private static <I> OperationRequest<I> request(String type, I input, boolean dryRun) {
    return new OperationRequest<>(
        Platform.ID, type, "alice", input, dryRun, false, Priority.NORMAL, 1, 0);
  }

  private static WorkflowOptions options() {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(Platform.ID)
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .build();
  }
}
