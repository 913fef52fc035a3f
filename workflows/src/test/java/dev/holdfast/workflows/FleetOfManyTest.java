package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.operation.FleetProgress;
import dev.holdfast.schemas.operation.FleetSteering;
import dev.holdfast.schemas.operation.FleetSteering.ConcurrencyChange;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Pace;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerListener.ServerEnded;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.Share;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Operations over so many servers that one history does not hold them. */
@Timeout(120)
class FleetOfManyTest {
  /** Few, so that a few servers make several runs. */
  private static final int EVENTS = 120;

  @Test
  void shouldRunOnEachServerOnceInSeveralRuns() {
    int many = 200;
    try (Platform platform = new Platform(servers(many))) {
      WorkflowStub operation = start(platform, request(false, 20), 400);

      OperationResult result = operation.getResult(OperationResult.class);

      assertThat(result.progress().succeeded()).isEqualTo(many);
      assertThat(platform.commands.ran).hasSize(many);
      assertThat(new HashSet<>(platform.commands.ran)).hasSize(many);
      assertThat(platform.runs()).isGreaterThanOrEqualTo(3);
      assertThat(platform.records.states).endsWith(OperationState.SUCCEEDED);
    }
  }

  @Test
  void shouldReadInBatchesOverSeveralRuns() {
    int many = 500;
    try (Platform platform = new Platform(servers(many))) {
      WorkflowStub operation = start(platform, request(true, 10), 20);

      OperationResult result = operation.getResult(OperationResult.class);

      assertThat(result.progress().succeeded()).isEqualTo(many);
      assertThat(platform.commands.batches.stream().flatMap(batch -> batch.servers().stream()))
          .hasSize(many)
          .doesNotHaveDuplicates();
      assertThat(platform.runs()).isGreaterThanOrEqualTo(3);
    }
  }

  @Test
  void shouldKeepWavesAndPaceOverRuns() {
    try (Platform platform = new Platform(servers(60))) {
      WorkflowStub operation = start(platform, request(false, 4, "10%", "50%", "100%"), EVENTS);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(60);
      assertThat(platform.runs()).isGreaterThanOrEqualTo(3);
      assertThat(platform.records.paces)
          .containsExactly(new Pace(4, 1, 3), new Pace(4, 2, 3), new Pace(4, 3, 3));
      assertThat(platform.commands.ran.subList(0, 6))
          .allMatch(server -> server.compareTo("web-0006") < 0);
    }
  }

  @Test
  void shouldLookAfterServersThatAnEarlierRunHasStarted() throws Exception {
    try (Platform platform = new Platform(servers(60))) {
      platform.commands.hanging.add("web-0003");
      WorkflowStub operation = start(platform, request(false, 4), EVENTS);
      platform.awaitRuns(3);

      platform.client.newUntypedWorkflowStub(Platform.ID + "/web-0003").terminate("by somebody");
      platform.commands.hanging.clear();

      assertThatFails(operation, "web-0003 (was ended");
      assertThat(platform.records.looks.get()).isPositive();
      assertThat(platform.records.serverState("web-0003")).isEqualTo(ServerState.FAILED);
    }
  }

  @Test
  void shouldCancelWhatAnEarlierRunHasStarted() throws Exception {
    try (Platform platform = new Platform(servers(60))) {
      platform.commands.hanging.add("web-0003");
      WorkflowStub operation = start(platform, request(false, 4), EVENTS);
      // The test's server cannot be asked to cancel what is just ending, nor what just continues.
      while (platform.commands.ran.size() < 60 || !isAtRest(platform)) {
        Thread.onSpinWait();
      }

      // Whichever run there is by now.
      platform.client.newUntypedWorkflowStub(Platform.ID).cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class)
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(platform.records.serverState("web-0003")).isEqualTo(ServerState.CANCELLED);
      assertThat(platform.records.servers.values())
          .hasSize(60)
          .allMatch(server -> server.state().ended());
      assertThat(platform.records.states).endsWith(OperationState.CANCELLED);
      assertThat(new HashSet<>(platform.commands.ran)).hasSameSizeAs(platform.commands.ran);
    }
  }

  @Test
  void shouldStayPausedAndSteeredOverRuns() throws Exception {
    try (Platform platform = new Platform(servers(60))) {
      WorkflowStub operation = start(platform, request(false, 2), EVENTS);
      platform.awaitRuns(2);
      platform
          .client
          .newWorkflowStub(FleetSteering.class, Platform.ID)
          .concurrency(new ConcurrencyChange(3, "ann"));
      platform.steering(Platform.ID).pause("ann");
      while (!platform.records.states.getLast().equals(OperationState.PAUSED)) {
        Thread.onSpinWait();
      }
      int before = platform.commands.ran.size();
      int runs = platform.runs();
      // What is told twice, or by nobody who is under way, is dropped.
      platform.tell(new ServerEnded("web-0000", 1, ServerState.FAILED, 0, "told again"), EVENTS);
      platform.awaitRuns(runs + 1);
      // Taken by the new run, which has looked at its servers by then.
      platform.steering(Platform.ID).pause("ann");
      assertThat(platform.commands.ran).hasSizeBetween(before, before + 3).hasSizeLessThan(60);

      platform.steering(Platform.ID).resume("ann");

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(60);
      assertThat(platform.records.paces).containsExactly(new Pace(3, 1, 1));
      assertThat(platform.commands.ran).hasSize(60).doesNotHaveDuplicates();
    }
  }

  @Test
  void shouldContinueOverRunsWhenNothingIsRemembered() {
    try (Platform platform = new Platform(false, servers(40))) {
      WorkflowStub operation = start(platform, request(false, 4), EVENTS);

      assertThat(operation.getResult(OperationResult.class).progress().succeeded()).isEqualTo(40);
      assertThat(platform.runs()).isGreaterThanOrEqualTo(3);
      assertThat(platform.commands.ran).hasSize(40).doesNotHaveDuplicates();
    }
  }

  /** Whether only the server that hangs is under way, and the operation waits for it. */
  private static boolean isAtRest(Platform platform) throws InterruptedException {
    if (List.copyOf(platform.commands.ran).stream()
        .anyMatch(server -> !server.equals("web-0003") && platform.runs(server))) {
      return false;
    }
    var operation = platform.client.newUntypedWorkflowStub(Platform.ID);
    var before = operation.describe();
    TimeUnit.MILLISECONDS.sleep(300);
    var now = operation.describe();
    return now.getExecution().equals(before.getExecution())
        && now.getHistoryLength() == before.getHistoryLength();
  }

  private static void assertThatFails(WorkflowStub operation, String why) {
    assertThatThrownBy(() -> operation.getResult(OperationResult.class))
        .isInstanceOf(WorkflowFailedException.class)
        .rootCause()
        .hasMessageContaining(why);
  }

  private static String[] servers(int count) {
    return IntStream.range(0, count).mapToObj("web-%04d"::formatted).toArray(String[]::new);
  }

  private static OperationRequest<ExecInput> request(
      boolean readOnly, int concurrency, String... waves) {
    ExecInput input = ExecFleet.uptime(readOnly);
    return new OperationRequest<>(
        Platform.ID,
        "exec",
        "alice",
        input,
        false,
        false,
        Priority.NORMAL,
        concurrency,
        1,
        waves.length == 0 ? null : Stream.of(waves).map(Share::of).toList());
  }

  private static WorkflowStub start(
      Platform platform, OperationRequest<ExecInput> request, int mostEvents) {
    Exec exec =
        platform.client.newWorkflowStub(
            Exec.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(request.id())
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    WorkflowClient.start(
        exec::run, request.at(FleetProgress.none(request.concurrency(), mostEvents)));
    return WorkflowStub.fromTyped(exec);
  }
}
