package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.sync.Sync;
import dev.holdfast.schemas.sync.SyncInput;
import dev.holdfast.schemas.transfer.TransferActivities.Placed;
import dev.holdfast.schemas.transfer.TransferActivities.Result;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SyncWorkflowTest {

  @Test
  void shouldSendAndPlaceUnderTheLease() {
    try (Platform platform = new Platform("web-1")) {
      OperationResult result = sync(platform, false);

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(result.changes()).isEqualTo(2);
      assertThat(platform.syncs.asked).containsExactly("send 1 web-1", "place 1 web-1");
      assertThat(platform.servers.changesByServer()).isEqualTo(Map.of("web-1", List.of("close 1")));
    }
  }

  @Test
  void shouldPlaceNothingWhereNothingDiffers() {
    try (Platform platform = new Platform("web-1")) {
      platform.syncs.same = true;

      assertThat(sync(platform, false).changes()).isZero();
      assertThat(platform.syncs.asked).containsExactly("send 1 web-1");
    }
  }

  @Test
  void shouldCompareAgainAfterAnInterruption() {
    try (Platform platform = new Platform("web-1")) {
      platform.syncs.placed.add(new Placed(Result.INTERRUPTED, "restart"));

      assertThat(sync(platform, false).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.syncs.asked)
          .containsExactly("send 1 web-1", "place 1 web-1", "send 2 web-1", "place 2 web-1");
    }
  }

  @Test
  void shouldFailWithWhatTheServerSaid() {
    try (Platform platform = new Platform("web-1")) {
      platform.syncs.placed.add(new Placed(Result.FAILED, "not what was sent"));

      assertThatThrownBy(() -> sync(platform, false))
          .rootCause()
          .hasMessageContaining("not what was sent");
    }
  }

  @Test
  void shouldOnlyCompareInADryRunAndTakeNoLease() {
    try (Platform platform = new Platform("web-1")) {
      OperationResult result = sync(platform, true);

      assertThat(result.changes()).isEqualTo(2);
      assertThat(platform.syncs.asked).containsExactly("compare 1 web-1");
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  private static OperationResult sync(Platform platform, boolean dryRun) {
    SyncInput input =
        new SyncInput("ab".repeat(32), "/srv", true, false, List.of(), null, false, null);
    return platform
        .client
        .newWorkflowStub(
            Sync.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build())
        .run(
            new OperationRequest<>(
                Platform.ID, "sync", "alice", input, dryRun, false, Priority.NORMAL, 1, 0));
  }
}
