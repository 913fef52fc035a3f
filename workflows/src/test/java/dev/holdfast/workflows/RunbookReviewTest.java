package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.schemas.operation.FleetConditions;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Reviewed;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.runbook.Runbook;
import dev.holdfast.schemas.runbook.RunbookActivities.Review;
import dev.holdfast.schemas.runbook.RunbookActivities.StepSkipped;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStart;
import dev.holdfast.schemas.runbook.RunbookInput;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowFailedException;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.WorkflowStub;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is approved of a runbook before it starts. */
@Timeout(60)
class RunbookReviewTest {
  private static final String HASH = "sha256:reviewed";

  @Test
  void shouldAskOnceForWhatCanBePlannedAndHandTheApprovalToEachStep() {
    try (Platform platform = new Platform(false, "web-1")) {
      platform.runbooks.review = new Review(HASH, 3);
      WorkflowStub stub = start(platform, request(null, false), "first", "second");
      awaitQuestion(platform);
      assertThat(platform.records.planHash).isEqualTo(HASH);
      assertThat(platform.runbooks.started).isEmpty();

      platform
          .steering(Platform.ID)
          .approve(new Decision(null, HASH, "bob", null, true, List.of("production")));

      assertThat(stub.getResult(OperationResult.class).state()).isEqualTo(OperationState.SUCCEEDED);
      assertThat(platform.runbooks.order()).containsExactly("first", "second");
      assertThat(platform.runbooks.started)
          .extracting(StepStart::reviewed)
          .containsOnly(new Reviewed(Platform.ID, HASH, true, List.of("production")));
    }
  }

  @Test
  void shouldStartNothingThatIsRejected() {
    try (Platform platform = new Platform("web-1")) {
      platform.runbooks.review = new Review(HASH, 3);
      WorkflowStub stub = start(platform, request(null, false), "first");
      awaitQuestion(platform);

      platform.steering(Platform.ID).reject(new Decision(null, HASH, "bob", "not today"));

      assertThatThrownBy(() -> stub.getResult(OperationResult.class))
          .isInstanceOf(WorkflowFailedException.class);
      assertThat(platform.runbooks.started).isEmpty();
      assertThat(platform.records.error).contains("rejected by bob: not today");
    }
  }

  @Test
  void shouldAskNobodyWhereNothingWouldChange() {
    try (Platform platform = new Platform("web-1")) {
      platform.runbooks.review = new Review(HASH, 0);

      start(platform, request(null, false), "first").getResult(OperationResult.class);

      assertThat(platform.records.states).doesNotContain(OperationState.AWAITING_APPROVAL);
      assertThat(platform.runbooks.started).extracting(StepStart::reviewed).containsOnlyNulls();
    }
  }

  @Test
  void shouldAskOnceForARunbookAndNotForThoseWithinIt() {
    try (Platform platform = new Platform("web-1")) {
      platform.runbooks.review = new Review(HASH, 3);
      Reviewed outer = new Reviewed("op-outer", HASH, false, List.of());

      start(platform, request(outer, false), "first").getResult(OperationResult.class);

      assertThat(platform.records.states).doesNotContain(OperationState.AWAITING_APPROVAL);
      assertThat(platform.runbooks.started).extracting(StepStart::reviewed).containsOnly(outer);
    }
  }

  @Test
  void shouldPlanWhatItCanWhateverCannotBePlannedNow() {
    try (Platform platform = new Platform("web-1")) {
      platform.runbooks.ends("first", FakeRunbooks.failed("not reached"));
      Map<String, Object> undo =
          Map.of("id", "undone", "operation", "undo", "when", "steps.third.failed == 0");
      Map<String, Object> later =
          Map.of("id", "later", "operation", "lockdown", "when", "steps.third.failed == 0");

      start(
              platform,
              request(Reviewed.planning("op-outer"), true),
              List.of(
                  Map.of("id", "first", "operation", "lockdown", "retry", Map.of("times", 3)),
                  step("third"),
                  undo,
                  later))
          .getResult(OperationResult.class);

      assertThat(platform.runbooks.order()).containsExactly("first", "third", "undone");
      assertThat(platform.runbooks.skipped).extracting(StepSkipped::key).containsExactly("later");
    }
  }

  private static void awaitQuestion(Platform platform) {
    platform.pass(Duration.ofMinutes(1));
    assertThat(platform.records.states).endsWith(OperationState.AWAITING_APPROVAL);
  }

  private record Asked(@Nullable Reviewed reviewed, boolean dryRun) {}

  private static Asked request(@Nullable Reviewed reviewed, boolean dryRun) {
    return new Asked(reviewed, dryRun);
  }

  private static Map<String, Object> step(String id) {
    return Map.of("id", id, "operation", "lockdown");
  }

  private static WorkflowStub start(Platform platform, Asked asked, String... steps) {
    return start(platform, asked, List.of(steps).stream().map(RunbookReviewTest::step).toList());
  }

  private static WorkflowStub start(
      Platform platform, Asked asked, List<Map<String, Object>> declared) {
    Runbook runbook =
        platform.client.newWorkflowStub(
            Runbook.class,
            WorkflowOptions.newBuilder()
                .setWorkflowId(Platform.ID)
                .setTaskQueue(TaskQueues.WORKFLOWS)
                .build());
    WorkflowClient.start(
        runbook::run,
        new OperationRequest<>(
                Platform.ID,
                "runbook",
                "alice",
                new RunbookInput(Map.of("name", "test", "steps", declared), Map.of()),
                asked.dryRun(),
                false,
                Priority.NORMAL,
                4,
                0)
            .under(FleetConditions.NONE.reviewedAs(asked.reviewed())));
    return WorkflowStub.fromTyped(runbook);
  }
}
