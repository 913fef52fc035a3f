package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.FleetSteering.Fix;
import dev.holdfast.schemas.operation.FleetSteering.Retry;
import dev.holdfast.schemas.operation.FleetSteering.Skip;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Steering;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.step.Step;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.client.WorkflowUpdateException;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What people do about servers on which an operation has failed. */
@Timeout(60)
class FleetRepairsTest {
  private static final ExecOutcome FAILS = ExecOutcome.ended(3, false, 300, 0, 0);
  private static final Duration WEEK = Duration.ofDays(7);

  @Test
  void shouldWaitAndSucceedWhenServersAreTriedOnceMore() {
    try (Platform platform = new Platform(servers(3))) {
      platform.commands.outcomes.put("web-001", FAILS);
      WorkflowStub operation = start(platform, request(4, WEEK));
      ExecFleet.await(() -> waits(platform));

      retry(platform, "web-001");
      ExecFleet.await(() -> waits(platform) && attempts(platform, "web-001") == 2);
      platform.commands.outcomes.clear();
      retry(platform);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(3);
      assertThat(attempts(platform, "web-001")).isEqualTo(3);
      assertThat(platform.commands.ran).hasSize(5);
      assertThat(generations(platform, "web-001"))
          .containsExactly(1, 1 + Step.GENERATIONS, 1 + 2 * Step.GENERATIONS);
      assertThat(platform.records.states)
          .endsWith(OperationState.PAUSED, OperationState.RUNNING, OperationState.SUCCEEDED);
      assertThat(platform.records.waits).hasSize(4).endsWith(0L);
    }
  }

  @Test
  void shouldTryOnceMoreWhileOthersRun() {
    try (Platform platform = new Platform(servers(3))) {
      platform.commands.outcomes.put("web-000", FAILS);
      platform.commands.hanging.add("web-001");
      // Too many have failed for anything further to be started.
      WorkflowStub operation = start(platform, request(2, null));
      ExecFleet.await(() -> platform.records.serverState("web-000") == ServerState.FAILED);
      ExecFleet.await(() -> platform.commands.ran.size() == 2 && !platform.runs("web-000"));
      platform.commands.outcomes.clear();

      retry(platform, "web-000");

      ExecFleet.await(() -> platform.records.serverState("web-000") == ServerState.SUCCEEDED);
      platform.commands.hanging.clear();
      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(3);
    }
  }

  @Test
  void shouldRefuseAllWhenOneOfTheServersHasNotFailed() {
    try (Platform platform = new Platform(servers(3))) {
      platform.commands.outcomes.put("web-001", FAILS);
      WorkflowStub operation = start(platform, request(1, WEEK));
      ExecFleet.await(() -> waits(platform));

      assertThatThrownBy(() -> retry(platform, "web-000", "web-001", "web-002"))
          .isInstanceOf(WorkflowUpdateException.class)
          .cause()
          .hasMessageContaining("web-000 is succeeded; web-002 is queued");
      assertThat(platform.records.serverState("web-001")).isEqualTo(ServerState.FAILED);
      assertThatThrownBy(() -> platform.steering(Platform.ID).resume("ann"))
          .isInstanceOf(WorkflowUpdateException.class)
          .cause()
          .hasMessageContaining("it waits for the servers on which it has failed");

      platform.commands.outcomes.clear();
      retry(platform);
      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(3);
      assertThat(platform.commands.ran).containsExactly("web-000", "web-001", "web-001", "web-002");
    }
  }

  @Test
  void shouldContinueWithTheOthersWhenAFailedServerIsSkipped() {
    try (Platform platform = new Platform(servers(3))) {
      platform.commands.outcomes.put("web-000", FAILS);
      WorkflowStub operation = start(platform, request(1, WEEK));
      ExecFleet.await(() -> waits(platform));

      steering(platform).skip(new Skip("web-000", "ann", "being replaced"));

      OperationResult result = operation.getResult(OperationResult.class);
      assertThat(result.progress().succeeded()).isEqualTo(2);
      assertThat(result.progress().skipped()).isEqualTo(1);
      assertThat(platform.commands.ran).containsExactly("web-000", "web-001", "web-002");
    }
  }

  @Test
  void shouldRunWithAnInputOfItsOwnWhenFixed() {
    try (Platform platform = new Platform(servers(2))) {
      platform.commands.outcomes.put("web-000", FAILS);
      WorkflowStub operation = start(platform, request(2, WEEK));
      ExecFleet.await(() -> waits(platform));

      steering(platform)
          .fix(new Fix("web-000", Map.of("shell", "echo fixed", "timeoutSeconds", 60), "ann"));

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
      assertThat(platform.commands.steps).containsExactly("run echo fixed");
    }
  }

  @Test
  void shouldFailWhenNobodySeesToItInTime() {
    try (Platform platform = new Platform(servers(2))) {
      platform.commands.outcomes.put("web-001", FAILS);
      WorkflowStub operation = start(platform, request(2, Duration.ofHours(2)));
      ExecFleet.await(() -> waits(platform));

      platform.pass(Duration.ofHours(3));

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class)
          .rootCause()
          .hasMessageContaining("web-001 (exit code 3); nobody saw to that in time");
      assertThat(platform.records.states)
          .containsSubsequence(OperationState.PAUSED, OperationState.FAILED);
    }
  }

  @Test
  void shouldEndWhenCancelledWhileItWaits() {
    try (Platform platform = new Platform(servers(3))) {
      platform.commands.outcomes.put("web-000", FAILS);
      WorkflowStub operation = start(platform, request(1, WEEK));
      ExecFleet.await(() -> waits(platform));

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class)
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(platform.records.serverState("web-000")).isEqualTo(ServerState.FAILED);
      assertThat(platform.records.serverState("web-002")).isEqualTo(ServerState.CANCELLED);
      assertThat(platform.records.states).endsWith(OperationState.CANCELLED);
    }
  }

  @Test
  void shouldQueueOnceWhenTheAnswerIsLost() {
    try (Platform platform = new Platform(servers(2))) {
      platform.commands.outcomes.put("web-001", FAILS);
      WorkflowStub operation = start(platform, request(2, WEEK));
      ExecFleet.await(() -> waits(platform));
      platform.commands.outcomes.clear();
      platform.records.redelivered.set(true);

      retry(platform);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
      assertThat(attempts(platform, "web-001")).isEqualTo(2);
      assertThat(platform.commands.ran).hasSize(3);
    }
  }

  @Test
  void shouldWaitOverRunsAndTryOnceMoreWhenNothingIsRemembered() throws Exception {
    try (Platform platform = new Platform(false, servers(2))) {
      platform.commands.outcomes.put("web-001", FAILS);
      WorkflowStub operation = start(platform, request(2, WEEK).at(FleetProgress.none(2, 120)));
      ExecFleet.await(() -> waits(platform));
      platform.tell(new ServerEnded("web-001", 1, ServerState.FAILED, 0, "told again"), 120);
      awaitNextRunAtRest(platform, operation);
      assertThat(platform.records.waits).hasSize(1);
      platform.commands.outcomes.clear();

      retry(platform, "web-001");

      assertThat(
              platform
                  .client
                  .newUntypedWorkflowStub(Platform.ID)
                  .getResult(OperationResult.class)
                  .progress()
                  .succeeded())
          .isEqualTo(2);
      assertThat(attempts(platform, "web-001")).isEqualTo(2);
      assertThat(platform.records.waits).hasSize(2);
    }
  }

  @Test
  void shouldReadServersInBatchesOnceMore() {
    try (Platform platform = new Platform(servers(3))) {
      platform.commands.outcomes.put("web-001", FAILS);
      WorkflowStub operation = start(platform, request(true, 3, WEEK));
      ExecFleet.await(() -> waits(platform));
      assertThatThrownBy(() -> steering(platform).fix(new Fix("web-001", Map.of(), "ann")))
          .isInstanceOf(WorkflowUpdateException.class);
      platform.commands.outcomes.clear();

      retry(platform);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(3);
      assertThat(platform.commands.batches.getLast().servers()).containsExactly("web-001");
      assertThat(platform.commands.batches.getLast().attempt()).isEqualTo(2);
    }
  }

  @Test
  void shouldNotAskAgainForAPlanThatWasApproved() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      WorkflowStub operation = waitingLockdown(platform, "web-1 apply/accounts 1");

      retry(platform, "web-1");

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
      assertThat(platform.servers.steps).contains("web-1 apply/accounts 1001");
    }
  }

  @Test
  void shouldAskAgainForTheServerAloneWhenItsPlanHasMoved() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      // The first group is in place when the second fails.
      WorkflowStub operation = waitingLockdown(platform, "web-1 apply/sshd 1");

      retry(platform, "web-1");
      ExecFleet.await(() -> platform.records.serverState("web-1") == ServerState.AWAITING_APPROVAL);
      approve(platform, Platform.ID + "/web-1", platform.records.serverPlan("web-1"));

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
      assertThat(platform.servers.count("web-1 apply/accounts 1")).isEqualTo(1);
      assertThat(platform.servers.count("web-1 apply/accounts 1001")).isZero();
    }
  }

  @Test
  void shouldMakeThePlanOfAServerThatCouldNotBeReachedWhenItIsTriedOnceMore() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.servers.needs("web-2", FakeServers.ACCOUNTS, FakeServers.SSHD);
      WorkflowStub operation =
          platform.start(Platform.request(false, true, 2, 0).waiting(WEEK.toSeconds()));
      ExecFleet.await(() -> waits(platform));
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.UNREACHABLE);
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.QUEUED);
      platform.servers.needs("web-1", FakeServers.ACCOUNTS);

      retry(platform);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(2);
    }
  }

  /** Its plan is approved, and then this step fails. */
  private static WorkflowStub waitingLockdown(Platform platform, String failing) {
    platform.servers.needs("web-1", FakeServers.ACCOUNTS, FakeServers.SSHD);
    platform.servers.needs("web-2", FakeServers.ACCOUNTS, FakeServers.SSHD);
    platform.servers.fails(failing, FailureType.COMMAND_FAILED, "so it was");
    WorkflowStub operation =
        platform.start(Platform.request(false, false, 2, 0).waiting(WEEK.toSeconds()));
    ExecFleet.await(() -> platform.records.states.contains(OperationState.AWAITING_APPROVAL));
    approve(platform, Platform.ID, platform.records.planHash);
    ExecFleet.await(() -> waits(platform));
    return operation;
  }

  private static void approve(Platform platform, String workflow, String hash) {
    platform.steering(workflow).approve(new Steering.Decision(null, hash, "ann", null));
  }

  private static boolean waits(Platform platform) {
    List<Long> waits = List.copyOf(platform.records.waits);
    return !waits.isEmpty()
        && waits.getLast() > 0
        && platform.records.states.getLast() == OperationState.PAUSED;
  }

  private static int attempts(Platform platform, String server) {
    return platform.records.attempts.getOrDefault(server, 1);
  }

  private static List<Integer> generations(Platform platform, String server) {
    return platform.commands.generations.getOrDefault(server, Collections.emptyList());
  }

  private static void retry(Platform platform, String... servers) {
    steering(platform).retry(new Retry(List.of(servers), "ann"));
  }

  private static FleetSteering steering(Platform platform) {
    return platform.client.newWorkflowStub(FleetSteering.class, Platform.ID);
  }

  /** The test's server must not be asked while the workflow just continues. */
  private static void awaitNextRunAtRest(Platform platform, WorkflowStub first)
      throws InterruptedException {
    var operation = platform.client.newUntypedWorkflowStub(Platform.ID);
    String before = first.getExecution().getRunId();
    ExecFleet.await(() -> !operation.describe().getExecution().getRunId().equals(before));
    long length = -1;
    while (length != operation.describe().getHistoryLength()) {
      length = operation.describe().getHistoryLength();
      TimeUnit.MILLISECONDS.sleep(300);
    }
  }

  private static String[] servers(int count) {
    return IntStream.range(0, count).mapToObj("web-%03d"::formatted).toArray(String[]::new);
  }

  private static OperationRequest<ExecInput> request(int concurrency, @Nullable Duration wait) {
    return request(false, concurrency, wait);
  }

  private static OperationRequest<ExecInput> request(
      boolean readOnly, int concurrency, @Nullable Duration wait) {
    ExecInput input = ExecFleet.uptime(readOnly);
    return new OperationRequest<>(
            Platform.ID, "exec", "alice", input, false, false, Priority.NORMAL, concurrency, 0)
        .waiting(wait == null ? null : wait.toSeconds());
  }

  private static WorkflowStub start(Platform platform, OperationRequest<ExecInput> request) {
    Exec exec =
        platform.client.newWorkflowStub(
            Exec.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(request.id())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    WorkflowClient.start(exec::run, request);
    return WorkflowStub.fromTyped(exec);
  }
}
