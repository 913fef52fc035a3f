package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.change.ChangeActivities;
import dev.holdfast.schemas.change.PlanSummary.Group;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.stack.DeployStackInput;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeployStackWorkflowTest {
  private static final Group SHARED = new Group("shared", "Make networks and volumes", 1, 0);
  private static final Group DB = tool("db");
  private static final Group WEB = tool("web", "tool-db");
  private static final Group LOG = tool("log");
  private static final Group MAIL = tool("mail");
  private static final Group PROBE = tool("probe", "tool-log");

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

  @Test
  void shouldDeployToolsThatDoNotNeedEachOtherAtTheSameTime() throws Exception {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SHARED, DB, WEB, LOG, MAIL, PROBE);
      platform.servers.hangs("web-1 apply/tool-db 1");
      WorkflowStub operation = start(platform);
      assertThat(platform.servers.applying.await(20, TimeUnit.SECONDS)).isTrue();
      await(() -> platform.servers.steps.contains("web-1 apply/tool-probe 1"));

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .cause()
          .isInstanceOf(CanceledFailure.class);
      List<String> made = Objects.requireNonNull(platform.servers.changesByServer().get("web-1"));
      assertThat(made.getFirst()).isEqualTo("apply/shared 1");
      assertThat(made.getLast()).isEqualTo("close 1");
      assertThat(made)
          .contains("apply/tool-log 1", "apply/tool-mail 1")
          .doesNotContain("apply/tool-web 1");
    }
  }

  @Test
  void shouldBeginNoFurtherToolWhereOneHasFailed() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SHARED, DB, WEB);
      platform.servers.ends("web-1 apply/tool-db 1", ChangeActivities.FINAL_EXIT_CODE);
      WorkflowStub operation = start(platform);

      assertThatThrownBy(() -> operation.getResult(OperationResult.class)).isNotNull();
      assertThat(platform.servers.changesByServer().get("web-1"))
          .containsExactly("apply/shared 1", "apply/tool-db 1", "close 1");
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.FAILED);
    }
  }

  private static Group tool(String name, String... after) {
    List<String> all = new ArrayList<>(List.of("shared"));
    all.addAll(List.of(after));
    return new Group("tool-" + name, "Deploy " + name, 1, 0, all);
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 200 && !condition.getAsBoolean(); i++) {
      Thread.sleep(50);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static OperationResult run(Platform platform) {
    return start(platform).getResult(OperationResult.class);
  }

  private static WorkflowStub start(Platform platform) {
    WorkflowStub operation =
        platform.client.newUntypedWorkflowStub(
            "deploy-stack",
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    operation.start(
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
    return operation;
  }
}
