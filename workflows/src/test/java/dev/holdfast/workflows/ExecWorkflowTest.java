package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.exec.Exec;
import dev.holdfast.schemas.exec.ExecActivities.BatchRequest;
import dev.holdfast.schemas.exec.ExecInput;
import dev.holdfast.schemas.exec.ExecInput.Retry;
import dev.holdfast.schemas.exec.ExecOutcome;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.EventType;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.failure.CanceledFailure;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExecWorkflowTest {

  @Test
  void shouldRunOnEveryServerUnderItsLease() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      OperationResult result = run(platform, request(false, false, 4, 0));

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(result.planHash()).isNull();
      assertThat(platform.commands.ran).containsExactlyInAnyOrder("web-1", "web-2");
      // Both have ended: there is nothing to clean up, and nothing may be sent any more.
      assertThat(platform.servers.changesByServer()).isEmpty();
      assertThat(platform.records.endedLeases).containsExactlyInAnyOrder("web-1", "web-2");
      assertThat(outcome(platform, "web-1")).containsEntry("exitCode", 0);
    }
  }

  /** A program that may still run or be about to go, and output that would only fill the disk. */
  @Test
  void shouldCleanUpWhereSomethingMayBeLeft() {
    try (Platform platform = new Platform("web-1", "web-2", "web-3", "web-4", "web-5")) {
      platform.commands.outcomes.put("web-1", ExecOutcome.interrupted("killed", 0, 0));
      platform.commands.outcomes.put("web-2", ExecOutcome.ended(0, false, 300, 0, 9 << 20));
      platform.commands.outcomes.put("web-3", ExecOutcome.ended(3, false, 300, 10, 10));
      platform.commands.outcomes.put("web-4", ExecOutcome.ended(124, true, 300, 0, 0));
      platform.commands.outcomes.put("web-5", ExecOutcome.ended(137, false, 300, 0, 0));

      assertThatThrownBy(() -> run(platform, request(false, false, 1, 5)))
          .isInstanceOf(WorkflowFailedException.class);

      assertThat(platform.servers.changesByServer())
          .containsOnlyKeys("web-1", "web-2", "web-4", "web-5")
          .allSatisfy((server, changes) -> assertThat(changes).containsExactly("close 1"));
      assertThat(platform.records.endedLeases).containsExactly("web-3");
    }
  }

  @Test
  void shouldFailWithTheReasonOfEachServerAndRunOnTheOthers() {
    try (Platform platform = new Platform("web-1", "web-2", "web-3")) {
      platform.commands.outcomes.put("web-1", ExecOutcome.ended(3, false, 300, 0, 0));

      assertThatThrownBy(() -> run(platform, request(false, false, 1, 5)))
          .isInstanceOf(WorkflowFailedException.class)
          .rootCause()
          .hasMessageContaining("web-1 (exit code 3)");
      assertThat(platform.commands.ran).containsExactly("web-1", "web-2", "web-3");
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.FAILED);
      assertThat(platform.records.serverState("web-3")).isEqualTo(ServerState.SUCCEEDED);
      assertThat(Stream.of("web-1", "web-2", "web-3").map(platform::status))
          .containsExactly(
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_FAILED,
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED,
              WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED);
      assertThat(outcome(platform, "web-1")).containsEntry("exitCode", 3);
    }
  }

  @Test
  void shouldStartOnNoFurtherServerAfterTooManyFailures() {
    try (Platform platform = new Platform("web-1", "web-2", "web-3")) {
      platform.commands.outcomes.put("web-1", ExecOutcome.ended(1, false, 300, 0, 0));

      assertThatThrownBy(() -> run(platform, request(false, false, 1, 0)))
          .isInstanceOf(WorkflowFailedException.class);
      assertThat(platform.commands.ran).containsExactly("web-1");
      assertThat(platform.records.serverState("web-3")).isEqualTo(ServerState.SKIPPED);
    }
  }

  @Test
  void shouldNotRunAgainWhatWasInterrupted() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.outcomes.put(
          "web-1", ExecOutcome.interrupted("the server restarted", 12, 0));

      assertThatThrownBy(() -> run(platform, request(false, false, 1, 0)))
          .rootCause()
          .hasMessageContaining("interrupted: the server restarted; how far it came is unknown");
      assertThat(platform.commands.ran).containsExactly("web-1");
      assertThat(platform.records.serverState("web-1")).isEqualTo(ServerState.INTERRUPTED);
      assertThat(outcome(platform, "web-1"))
          .doesNotContainKey("exitCode")
          .containsEntry("stdoutBytes", 12);
    }
  }

  @Test
  void shouldStartAgainWhatFailedAsOftenAsIsWanted() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.outcomes.put("web-1", ExecOutcome.ended(3, false, 300, 0, 0));
      platform.commands.succeedsFrom = 3;

      OperationResult result = run(platform, retrying(new Retry(5, 600)));

      assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.commands.ran).hasSize(3);
      assertThat(outcome(platform, "web-1")).containsEntry("attempts", 3);
      assertThat(timers(platform, "web-1")).containsExactly("Before attempt 2", "Before attempt 3");
      assertThat(platform.records.errors("web-1"))
          .anyMatch(why -> why.startsWith("exit code 3; attempt 2 of 6 at 2"))
          .anyMatch(why -> why.startsWith("exit code 3; attempt 3 of 6 at 2"));
    }
  }

  @Test
  void shouldFailWithTheLastOutcomeWhenNoAttemptIsLeft() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.outcomes.put("web-1", ExecOutcome.ended(3, false, 300, 0, 0));

      assertThatThrownBy(() -> run(platform, retrying(new Retry(2, 0))))
          .rootCause()
          .hasMessageContaining("web-1 (exit code 3)");
      assertThat(platform.commands.ran).hasSize(3);
    }
  }

  @Test
  void shouldRunSeveralCommandsUntilOneFailsWithAResultOfEach() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.failing = "second";

      assertThatThrownBy(() -> run(platform, several("first", "second", "third")))
          .rootCause()
          .hasMessageContaining("web-1 (command 2 of 3: exit code 9)");
      assertThat(platform.commands.steps).containsExactly("run-1 first", "run-2 second");
      assertThat(outcome(platform, "web-1"))
          .containsEntry("exitCode", 9)
          .containsEntry("stdoutBytes", 10)
          .extracting("results")
          .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.list(Map.class))
          .extracting(result -> result.get("step") + " " + result.get("exitCode"))
          .containsExactly("run-1 0", "run-2 9");
    }
  }

  @Test
  void shouldRunWhatIsForAFailureAndFailAllTheSame() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.failing = "first";

      assertThatThrownBy(() -> run(platform, withOnFailure("first", "tail log")))
          .rootCause()
          .hasMessageContaining("web-1 (exit code 9)");
      assertThat(platform.commands.steps).containsExactly("run first", "on-failure tail log");
      assertThat(outcome(platform, "web-1"))
          .containsEntry("exitCode", 9)
          .extracting("onFailure")
          .asString()
          .contains("exitCode=0");
    }
  }

  @Test
  void shouldKeepItsOwnOutcomeWhenWhatIsForAFailureIsRefused() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.failing = "first";
      platform.commands.refused = "tail log";

      assertThatThrownBy(() -> run(platform, withOnFailure("first", "tail log")))
          .rootCause()
          .hasMessageContaining("web-1 (exit code 9)");
      assertThat(outcome(platform, "web-1"))
          .extracting("onFailure")
          .asString()
          .contains("error=not allowed");
    }
  }

  @Test
  void shouldRunNothingForAFailureWhereThereIsNone() {
    try (Platform platform = new Platform("web-1")) {
      assertThat(run(platform, withOnFailure("first", "tail log")).state())
          .isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.commands.steps).containsExactly("run first");
    }
  }

  private static OperationRequest<ExecInput> withOnFailure(String line, String onFailure) {
    ExecInput input =
        new ExecInput(
            null, line, null, null, false, null, Map.of(), null, 300, false, 1, null, onFailure);
    return request(input, false, 1, 0);
  }

  @Test
  void shouldTellWhatSeveralCommandsCameToWhereOneIsRefused() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.refused = "second";

      assertThatThrownBy(() -> run(platform, several("first", "second", "third")))
          .rootCause()
          .hasMessageContaining("web-1 (command 2 of 3: not allowed)");
      assertThat(platform.commands.steps).containsExactly("run-1 first", "run-2 second");
      assertThat(outcome(platform, "web-1"))
          .doesNotContainKey("exitCode")
          .extracting("results")
          .asString()
          .contains("step=run-1, exitCode=0");
    }
  }

  @Test
  void shouldCallTheOnlyOneOfSeveralCommandsAsIfItWereAlone() {
    try (Platform platform = new Platform("web-1")) {
      assertThat(run(platform, several("first")).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.commands.steps).containsExactly("run first");
    }
  }

  private static OperationRequest<ExecInput> several(String... lines) {
    ExecInput input =
        new ExecInput(
            null, null, null, List.of(lines), false, null, Map.of(), null, 300, false, 1, null);
    return request(input, false, 1, 0);
  }

  @Test
  void shouldNeverRetryWhatWasInterrupted() {
    try (Platform platform = new Platform("web-1")) {
      platform.commands.outcomes.put(
          "web-1", ExecOutcome.interrupted("the server restarted", 12, 0));

      assertThatThrownBy(() -> run(platform, retrying(new Retry(5, 0))))
          .rootCause()
          .hasMessageContaining("interrupted");
      assertThat(platform.commands.ran).hasSize(1);
    }
  }

  @Test
  void shouldReadManyServersInFewBatchesWithoutLeases() {
    String[] servers =
        IntStream.range(0, 120).mapToObj("web-%03d"::formatted).toArray(String[]::new);
    try (Platform platform = new Platform(servers)) {
      OperationResult result = run(platform, request(true, false, 50, 0));

      assertThat(result.progress().succeeded()).isEqualTo(120);
      assertThat(platform.commands.batches)
          .extracting(BatchRequest::concurrency, batch -> batch.servers().size())
          .containsExactly(
              org.assertj.core.api.Assertions.tuple(50, 50),
              org.assertj.core.api.Assertions.tuple(50, 50),
              org.assertj.core.api.Assertions.tuple(50, 20));
      assertThat(platform.commands.ran).isEmpty();
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  @Test
  void shouldDoNothingToTheServersInADryRun() {
    try (Platform platform = new Platform("web-1", "web-2")) {
      OperationResult result = run(platform, request(false, true, 4, 0));

      assertThat(result.progress().succeeded()).isEqualTo(2);
      assertThat(platform.commands.ran).isEmpty();
      assertThat(platform.servers.changesByServer()).isEmpty();
    }
  }

  @Test
  void shouldLeaveNothingRunningWhenCancelled() throws Exception {
    try (Platform platform = new Platform("web-1", "web-2")) {
      platform.commands.hang = true;
      WorkflowStub operation = start(platform, request(false, false, 1, 0));
      platform.commands.running.await();

      operation.cancel();

      assertThatThrownBy(() -> operation.getResult(OperationResult.class))
          .hasCauseInstanceOf(CanceledFailure.class);
      assertThat(platform.servers.changesByServer()).isEqualTo(Map.of("web-1", List.of("close 1")));
      assertThat(platform.records.serverState("web-2")).isEqualTo(ServerState.CANCELLED);
    }
  }

  /** What the timers of a server's workflow are called. */
  private static List<String> timers(Platform platform, String server) {
    return platform.client.fetchHistory(Platform.ID + "/" + server).getEvents().stream()
        .filter(event -> event.getEventType() == EventType.EVENT_TYPE_TIMER_STARTED)
        .map(event ->
            DefaultDataConverter.STANDARD_INSTANCE.fromPayload(
                event.getUserMetadata().getSummary(), String.class, String.class))
        .toList();
  }

  private static Map<String, Object> outcome(Platform platform, String server) {
    return Objects.requireNonNull(
        Objects.requireNonNull(platform.records.servers.get(server)).outcome());
  }

  private static OperationRequest<ExecInput> request(
      boolean readOnly, boolean dryRun, int concurrency, int maxFailures) {
    return request(input(readOnly, null), dryRun, concurrency, maxFailures);
  }

  private static OperationRequest<ExecInput> retrying(Retry retry) {
    return request(input(false, retry), false, 1, 0);
  }

  private static ExecInput input(boolean readOnly, @Nullable Retry retry) {
    return new ExecInput(
        List.of("uptime"), null, null, null, false, null, Map.of(), null, 300, readOnly, 1, retry);
  }

  private static OperationRequest<ExecInput> request(
      ExecInput input, boolean dryRun, int concurrency, int maxFailures) {
    return new OperationRequest<>(
        Platform.ID,
        "exec",
        "alice",
        input,
        dryRun,
        false,
        Priority.NORMAL,
        concurrency,
        maxFailures);
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

  private static OperationResult run(Platform platform, OperationRequest<ExecInput> request) {
    return start(platform, request).getResult(OperationResult.class);
  }
}
