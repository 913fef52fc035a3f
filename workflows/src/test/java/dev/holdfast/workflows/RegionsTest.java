package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowOptions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RegionsTest {

  @Test
  void shouldPlanAndChangeAServerFromItsRegionAlone() {
    try (Platform platform = new Platform("far-1", "web-1")) {
      Platform.InRegion far = inFar(platform, "far-1");
      far.servers().needs("far-1", FakeServers.SSHD);
      platform.servers.needs("web-1", FakeServers.SSHD);

      OperationResult result = platform.run(Platform.approved());

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(far.servers().changesByServer()).containsOnlyKeys("far-1");
      assertThat(platform.servers.changesByServer()).containsOnlyKeys("web-1");
      assertThat(far.servers().changesByServer().get("far-1"))
          .isEqualTo(platform.servers.changesByServer().get("web-1"));
    }
  }

  @Test
  void shouldRunACommandAndCloseItFromTheServersRegion() {
    try (Platform platform = new Platform("far-1", "web-1")) {
      Platform.InRegion far = inFar(platform, "far-1");
      // So much output that it is not left there.
      far.commands().outcomes.put("far-1", ExecOutcome.ended(0, false, 300, 9 << 20, 0));

      exec(platform, false);

      assertThat(far.commands().ran).containsExactly("far-1");
      assertThat(far.servers().changesByServer()).isEqualTo(Map.of("far-1", List.of("close 1")));
      assertThat(platform.commands.ran).containsExactly("web-1");
    }
  }

  @Test
  void shouldMixNoRegionsInOneBatch() {
    try (Platform platform = new Platform("far-1", "web-1", "far-2", "web-2")) {
      Platform.InRegion far = inFar(platform, "far-1", "far-2");

      OperationResult result = exec(platform, true);

      assertThat(result.progress().succeeded()).isEqualTo(4);
      assertThat(far.commands().batches)
          .extracting(BatchRequest::servers)
          .containsExactly(List.of("far-1", "far-2"));
      assertThat(platform.commands.batches)
          .extracting(BatchRequest::servers)
          .containsExactly(List.of("web-1", "web-2"));
    }
  }

  @Test
  void shouldDoWhatIsCriticalInItsOwnSlots() {
    try (Platform platform = new Platform("far-1", "web-1")) {
      platform.records.queues.put("far-1", TaskQueues.ssh("far"));
      Platform.InRegion far = platform.serving(TaskQueues.critical(TaskQueues.ssh("far")));
      Platform.InRegion near = platform.serving(TaskQueues.critical(TaskQueues.SSH));

      OperationResult result = exec(platform, false, Priority.CRITICAL);

      assertThat(result.progress().succeeded()).isEqualTo(2);
      assertThat(far.commands().ran).containsExactly("far-1");
      assertThat(near.commands().ran).containsExactly("web-1");
      assertThat(platform.commands.ran).isEmpty();
    }
  }

  private static Platform.InRegion inFar(Platform platform, String... servers) {
    for (String server : servers) {
      platform.records.queues.put(server, TaskQueues.ssh("far"));
    }
    return platform.region("far");
  }

  private static OperationResult exec(Platform platform, boolean readOnly) {
    return exec(platform, readOnly, Priority.NORMAL);
  }

  private static OperationResult exec(Platform platform, boolean readOnly, Priority priority) {
    ExecInput input =
        new ExecInput(
            List.of("uptime"),
            null,
            null,
            null,
            false,
            null,
            Map.of(),
            null,
            300,
            readOnly,
            1,
            null);
    return platform
        .client
        .newWorkflowStub(
            Exec.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build())
        .run(
            new OperationRequest<>(
                Platform.ID, "exec", "alice", input, false, false, priority, 4, 0));
  }
}
