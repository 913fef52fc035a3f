package dev.holdfast.workflows;

import static dev.holdfast.workflows.FakeServers.ACCOUNTS;
import static dev.holdfast.workflows.FakeServers.SSHD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.lease.ServerLease;
import dev.holdfast.schemas.lease.ServerLease.Held;
import dev.holdfast.schemas.lease.ServerLease.LeaseState;
import dev.holdfast.schemas.lease.ServerLease.Request;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.client.BatchRequest;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ServerLeaseWorkflowTest {

  @Test
  void shouldEndWhenNobodyHoldsOrWaits() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.run(Platform.approved());

      WorkflowStub lease = platform.client.newUntypedWorkflowStub(ServerLease.workflowId("web-1"));
      lease.getResult(Void.class);

      assertThat(platform.servers.fences).containsEntry("web-1", 101L);
    }
  }

  /** What an operation costs is its tasks of Temporal's: each is some writes, and some waiting. */
  @Test
  void shouldChangeAServerInFewTasks() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);

      platform.run(Platform.approved());

      platform.client.newUntypedWorkflowStub(ServerLease.workflowId("web-1")).getResult(Void.class);
      // Asked for, granted and told so, given back.
      assertThat(tasks(platform, ServerLease.workflowId("web-1"))).isLessThanOrEqualTo(3);
      // Begun, granted, compared, changed, compared again, closed.
      assertThat(tasks(platform, Platform.ID + "/web-1")).isLessThanOrEqualTo(6);
    }
  }

  private static long tasks(Platform platform, String workflow) {
    return platform.client.fetchHistory(workflow).getEvents().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_WORKFLOW_TASK_COMPLETED)
        .count();
  }

  @Test
  void shouldGrantToTheNextOneWhereAHolderIsGone() {
    try (Platform platform = new Platform("web-1")) {
      ServerLease lease =
          platform.client.newWorkflowStub(
              ServerLease.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(ServerLease.workflowId("web-1"))
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .build());

      lease.run(new LeaseState("web-1", null, List.of(nobody("first"), nobody("second"))));

      assertThat(platform.records.nextFencingToken("web-1")).isEqualTo(103);
    }
  }

  /** As after its lease's workflow has continued as new, and before anybody has run that. */
  @Test
  void shouldTakeBackWhatIsGivenBackBeforeItBegins() {
    try (Platform platform = new Platform("web-1")) {
      String workflow = ServerLease.workflowId("web-1");
      ServerLease lease =
          platform.client.newWorkflowStub(
              ServerLease.class,
              WorkflowOptions.newBuilder()
                  .setWorkflowId(workflow)
                  .setTaskQueue(TaskQueues.WORKFLOWS)
                  .build());
      BatchRequest continued = platform.client.newSignalWithStartRequest();
      continued.add(
          lease::run,
          new LeaseState("web-1", new Held(nobody("first"), 7), List.of(nobody("second"))));
      continued.add(lease::release, "first@run");

      platform.client.signalWithStart(continued);

      platform.client.newUntypedWorkflowStub(workflow).getResult(Void.class);
      assertThat(platform.servers.changesByServer()).doesNotContainKey("web-1");
    }
  }

  private static Request nobody(String id) {
    return new Request(id + "@run", "op-" + id + "/web-1", "run", Priority.NORMAL, null, null);
  }

  @Test
  void shouldChangeAServerAfterAHolderThatIsGone() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.records.requestLease("web-1", nobody("other"));

      OperationResult result = platform.run(Platform.approved());

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldEndWellWhereTheLeaseIsGoneAlready() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", ACCOUNTS);
      platform.records.gone.add("web-1");

      OperationResult result = platform.run(Platform.approved());

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldLeaseOneMachineOnceWhateverItIsCalled() {
    try (Platform platform = new Platform("web-1", "web-1-admin")) {
      platform.records.aliases.put("web-1-admin", "web-1");
      platform.servers.needs("web-1", SSHD);
      platform.servers.needs("web-1-admin", ACCOUNTS);
      platform.start(Platform.request(false, false, 2, 0));
      platform.pass(Duration.ofMinutes(1));
      String plan = platform.records.planHash;
      platform.servers.needs("web-1", ACCOUNTS, SSHD);
      platform.servers.needs("web-1-admin", ACCOUNTS, SSHD);
      platform.steering(Platform.ID).approve(new Decision(null, plan, "bob", null));
      platform.pass(Duration.ofMinutes(1));

      // Whoever came first holds it, and waits for a decision on the plan that moved.
      ServerLease lease =
          platform.client.newWorkflowStub(ServerLease.class, ServerLease.workflowId("web-1"));
      String holder = Objects.requireNonNull(lease.lease().held()).request().holder();
      assertThat(holder).startsWith(Platform.ID + "/web-1");
      assertThat(lease.lease().waiting()).hasSize(1);
      String first = holder.substring(Platform.ID.length() + 1);
      String second = first.equals("web-1") ? "web-1-admin" : "web-1";
      assertThat(platform.records.serverState(first)).isEqualTo(ServerState.AWAITING_APPROVAL);
      assertThat(platform.records.serverState(second)).isEqualTo(ServerState.QUEUED);

      decide(platform, first);
      assertThat(platform.records.serverState(first)).isEqualTo(ServerState.SUCCEEDED);
      assertThat(platform.records.serverState(second)).isEqualTo(ServerState.AWAITING_APPROVAL);
      decide(platform, second);

      assertThat(platform.records.serverState(second)).isEqualTo(ServerState.SUCCEEDED);
      platform.client.newUntypedWorkflowStub(ServerLease.workflowId("web-1")).getResult(Void.class);
    }
  }

  private static void decide(Platform platform, String server) {
    platform
        .steering(Platform.ID + "/" + server)
        .approve(new Decision(server, platform.records.serverPlan(server), "bob", null));
    platform.pass(Duration.ofMinutes(1));
  }

  @Test
  void shouldCleanUpAfterAHolderThatDiedBeforeTheNextOneStarts() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.needs("web-1", SSHD);
      WorkflowStub operation = platform.start(Platform.request(false, false, 1, 0));
      platform.pass(Duration.ofMinutes(1));
      String first = platform.records.planHash;
      platform.servers.needs("web-1", ACCOUNTS, SSHD);
      platform.steering(Platform.ID).approve(new Decision(null, first, "bob", null));
      platform.pass(Duration.ofMinutes(1));
      // It holds the lease now, and waits for a decision on the plan that moved.
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.AWAITING_APPROVAL);

      operation.terminate("as an administrator would");
      platform.client.newUntypedWorkflowStub(Platform.ID + "/web-1").terminate("with its child");
      platform.records.endedHolders.add(Platform.ID + "/web-1");
      platform.pass(Duration.ofMinutes(2));

      assertThat(platform.servers.changesByServer().get("web-1")).containsExactly("close 2");
      platform.client.newUntypedWorkflowStub(ServerLease.workflowId("web-1")).getResult(Void.class);
    }
  }
}
