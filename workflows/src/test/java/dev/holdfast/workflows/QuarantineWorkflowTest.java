package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.containers.quarantine.AtExpiry;
import dev.holdfast.schemas.containers.quarantine.Quarantine;
import dev.holdfast.schemas.containers.quarantine.QuarantineExpiry;
import dev.holdfast.schemas.containers.quarantine.QuarantineInput;
import dev.holdfast.schemas.containers.release.Release;
import dev.holdfast.schemas.containers.release.ReleaseInput;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.operation.TaskQueues;
import io.temporal.api.enums.v1.WorkflowExecutionStatus;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import io.temporal.failure.CanceledFailure;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QuarantineWorkflowTest {
  private static final QuarantineInput INPUT = QuarantineInput.of("web", "odd connections");

  private static final QuarantineInput ASKING =
      new QuarantineInput("web", "odd", 60L, AtExpiry.ASK, true);

  private final Platform platform = new Platform("web-1");
  private final FakeQuarantines engine = platform.quarantines;

  @AfterEach
  void close() {
    platform.close();
  }

  @Test
  void shouldIsolateKeepTheEvidenceAndReleaseWhenTheTimeIsOver() {
    ServerResult result = isolate(INPUT, false);

    assertThat(engine.asked).containsExactly("isolate 1", "evidence");
    assertThat(result.state()).isEqualTo(ServerState.SUCCEEDED);
    assertThat(result.changes()).isEqualTo(1);
    assertThat(result.outcome())
        .containsEntry("state", "running")
        .containsEntry("plan", List.of("it is taken off shop and onto quarantine_net"))
        .containsEntry("notes", List.of("a note"))
        .containsEntry("missing", List.of("files.tar: none"));
    assertThat(Objects.requireNonNull(engine.mark).operation()).isEqualTo(Platform.ID);

    platform.pass(Duration.ofDays(7).minusMinutes(1));
    assertThat(platform.quarantineEnds.done).isEmpty();
    expired();
    assertThat(platform.quarantineEnds.done).containsExactly("release web of op-1 1");
  }

  @Test
  void shouldReleaseOnceWhenSomebodyReleasesItBefore() {
    isolate(INPUT, false);

    ServerResult result = release(new ReleaseInput("web", null, null));
    expired();

    assertThat(result.changes()).isEqualTo(1);
    assertThat(result.outcome()).containsEntry("notes", List.of("the network shop is gone"));
    assertThat(platform.quarantineEnds.done).isEmpty();
    assertThat(engine.asked).containsOnlyOnce("release op-1");
  }

  @Test
  void shouldLeaveAQuarantineThatIsNotMeantAndSayThatThereIsNone() {
    isolate(INPUT, false);

    ServerResult other = release(new ReleaseInput("web", null, "op-0"));
    assertThat(other.unchanged()).isEqualTo(1);
    assertThat(String.valueOf(other.outcome())).contains("another operation has isolated web");
    assertThat(engine.asked).noneMatch(asked -> asked.startsWith("release"));
  }

  @Test
  void shouldAskPeopleAndWaitForThemWhenTheyAreToDecide() {
    isolate(ASKING, false);
    platform.quarantineEnds.decision.countDown();
    expired();

    assertThat(platform.quarantineEnds.done)
        .containsExactly("ask about web of op-1", "tell op-7 asks whether it is released");
  }

  @Test
  void shouldLeaveItIsolatedWhenPeopleRejectItAndReleaseItByHandLater() {
    platform.quarantineEnds.failures.set(1);
    isolate(ASKING, false);
    platform.quarantineEnds.decision.countDown();
    expired();

    assertThat(platform.quarantineEnds.done)
        .containsExactly("ask about web of op-1", "tell op-7 asks whether it is released");
    assertThat(engine.mark).isNotNull();
    assertThat(engine.asked).noneMatch(asked -> asked.startsWith("release"));

    assertThat(release(new ReleaseInput("web", null, null)).changes()).isEqualTo(1);
    assertThat(engine.mark).isNull();
  }

  @Test
  void shouldWithdrawTheQuestionWhenSomebodyReleasesItMeanwhile() {
    isolate(ASKING, false);
    // Not longer: while an activity runs, the clock of the tests stands still.
    platform.pass(Duration.ofMinutes(1));
    while (platform.quarantineEnds.done.size() < 2) {
      Thread.onSpinWait();
    }

    release(new ReleaseInput("web", null, null));
    expired();

    assertThat(platform.quarantineEnds.done).endsWith("withdraw op-7");
  }

  @Test
  void shouldTellPeopleWhenNobodyCanBeAsked() {
    platform.quarantineEnds.refusal = "alice may not";
    isolate(ASKING, false);
    expired();

    assertThat(platform.quarantineEnds.done)
        .containsExactly("ask about web of op-1", "tell nobody could be asked: alice may not");
  }

  @Test
  void shouldTryAgainWhenAReleaseFailsAndTellPeopleWhenNoneMayBeStarted() {
    platform.quarantineEnds.failures.set(2);
    isolate(INPUT, false);
    expired();
    assertThat(platform.quarantineEnds.done)
        .containsExactly("release web of op-1 1", "release web of op-1 2", "release web of op-1 3");
  }

  @Test
  void shouldTellPeopleWhenNobodyMayReleaseIt() {
    platform.quarantineEnds.refusal = "alice may not";
    isolate(INPUT, false);
    expired();
    assertThat(platform.quarantineEnds.done)
        .containsExactly("release web of op-1 1", "tell alice may not");
  }

  @Test
  void shouldHaveAnEndWhenTheOperationIsCancelledAfterTheIsolation() {
    engine.endless = true;
    Quarantine quarantine = platform.client.newWorkflowStub(Quarantine.class, options(Platform.ID));
    WorkflowClient.start(quarantine::run, request(Platform.ID, "quarantine", INPUT, false));
    while (!engine.asked.contains("evidence")) {
      Thread.onSpinWait();
    }
    WorkflowStub operation = WorkflowStub.fromTyped(quarantine);
    operation.cancel();
    assertThatThrownBy(() -> operation.getResult(Void.class))
        .hasCauseInstanceOf(CanceledFailure.class);
    assertThat(result().state()).isEqualTo(ServerState.CANCELLED);
    assertThat(engine.mark).isNotNull();

    // The clock of the tests can stand still after a cancellation that something else meets.
    assertThat(expiry().describe().getStatus())
        .isEqualTo(WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
  }

  @Test
  void shouldTryAgainWhenTheEndOfTheIsolationIsUnknown() {
    engine.interruptions = 2;
    isolate(INPUT, false);
    assertThat(engine.asked).containsExactly("isolate 1", "isolate 2", "isolate 3", "evidence");
  }

  @Test
  void shouldChangeNothingWhenItIsIsolatedAlready() {
    isolate(INPUT, false);
    engine.asked.clear();
    var before = engine.mark;

    ServerResult again = isolate("op-3", INPUT, false);

    assertThat(again.unchanged()).isEqualTo(1);
    assertThat(again.outcome()).containsEntry("quarantine", "op-1");
    assertThat(engine.asked).isEmpty();
    assertThat(engine.mark).isEqualTo(before);
  }

  @Test
  void shouldEndTheTimerWhenNothingCouldBeIsolated() {
    engine.obstacle = "the network quarantine_net cannot be made, nothing was changed";
    assertThatThrownBy(() -> isolate(INPUT, false))
        .rootCause()
        .hasMessageContaining("failed on web-1");
    assertThat(result().error()).isEqualTo(engine.obstacle);
    expired();
    assertThat(platform.quarantineEnds.done).isEmpty();
    assertThat(engine.asked).doesNotContain("evidence");
  }

  @Test
  void shouldOnlySayHowWhenItIsADryRunAndNothingOfOneThatIsNotThere() {
    engine.mode = "host";
    ServerResult planned = isolate(INPUT, true);
    assertThat(planned.changes()).isEqualTo(1);
    assertThat(planned.outcome())
        .containsEntry("plan", List.of("it has the network of the server: it is stopped"));
    assertThat(engine.asked).isEmpty();

    engine.exists = false;
    assertThatThrownBy(() -> isolate("op-4", INPUT, false)).isNotNull();
    assertThat(result().error()).isEqualTo("nothing was changed: there is no container web");
  }

  /** Waits for the end of the workflow that ends the quarantine. */
  private void expired() {
    expiry().getResult(Void.class);
  }

  private WorkflowStub expiry() {
    return WorkflowStub.fromTyped(
        platform.client.newWorkflowStub(
            QuarantineExpiry.class, QuarantineExpiry.id(Platform.ID, "web-1")));
  }

  private ServerResult result() {
    return Objects.requireNonNull(platform.records.servers.get("web-1"));
  }

  private ServerResult isolate(QuarantineInput input, boolean dryRun) {
    return isolate(Platform.ID, input, dryRun);
  }

  private ServerResult isolate(String id, QuarantineInput input, boolean dryRun) {
    Quarantine quarantine = platform.client.newWorkflowStub(Quarantine.class, options(id));
    WorkflowClient.start(quarantine::run, request(id, "quarantine", input, dryRun));
    ended(WorkflowStub.fromTyped(quarantine));
    return result();
  }

  private ServerResult release(ReleaseInput input) {
    Release release = platform.client.newWorkflowStub(Release.class, options("op-2"));
    WorkflowClient.start(release::run, request("op-2", "release", input, false));
    ended(WorkflowStub.fromTyped(release));
    return result();
  }

  /**
   * Waits for the end without asking for the result: that would let the clock run, also while a
   * signal is on its way, and it could be the end of the quarantine.
   */
  private static void ended(WorkflowStub operation) {
    WorkflowExecutionStatus status;
    do {
      status = operation.describe().getStatus();
    } while (status == WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_RUNNING);
    if (status != WorkflowExecutionStatus.WORKFLOW_EXECUTION_STATUS_COMPLETED) {
      operation.getResult(Void.class);
    }
  }

  private static WorkflowOptions options(String id) {
    return WorkflowOptions.newBuilder()
        .setWorkflowId(id)
        .setTaskQueue(TaskQueues.WORKFLOWS)
        .build();
  }

  private static <I> OperationRequest<I> request(String id, String type, I input, boolean dryRun) {
    return new OperationRequest<>(id, type, "alice", input, dryRun, false, Priority.NORMAL, 1, 0);
  }
}
