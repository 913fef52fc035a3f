package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.stack.DeployStack;
import dev.holdfast.schemas.stack.DeployStackInput;
import io.temporal.client.WorkflowOptions;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeployStackWorkflowTest {

  @Test
  void shouldDeployByAPlanOnEachServer() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.needs("web-1", FakeServers.SSHD);
      platform.servers.settled("web-2");

      OperationResult result = run(platform);

      assertThat(result.changes()).isEqualTo(1);
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.UNCHANGED);
      assertThat(platform.servers.steps).contains("web-1 apply/sshd 1", "web-1 verify 1");
    }
  }

  private static OperationResult run(Platform platform) {
    DeployStack deploy =
        platform.client.newWorkflowStub(
            DeployStack.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    return deploy.run(
        new OperationRequest<>(
            Platform.ID,
            "deploy-stack",
            "alice",
            new DeployStackInput("shop", new TreeMap<>()),
            false,
            true,
            Priority.NORMAL,
            2,
            0));
  }
}
