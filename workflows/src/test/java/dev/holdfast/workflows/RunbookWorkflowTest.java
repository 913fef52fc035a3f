package dev.holdfast.workflows;

import static dev.holdfast.workflows.FakeRunbooks.failed;
import static dev.holdfast.workflows.FakeRunbooks.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.holdfast.schemas.failure.FailureData;
import dev.holdfast.schemas.failure.FailureOrigin;
import dev.holdfast.schemas.failure.FailureType;
import dev.holdfast.schemas.operation.OperationRequest;
import dev.holdfast.schemas.operation.OperationResult;
import dev.holdfast.schemas.operation.OperationState;
import dev.holdfast.schemas.operation.Priority;
import dev.holdfast.schemas.operation.Steering.Decision;
import dev.holdfast.schemas.operation.TaskQueues;
import dev.holdfast.schemas.runbook.Runbook;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class RunbookWorkflowTest {
  private final Platform platform = new Platform("web-1");
  private final FakeRunbooks steps = platform.runbooks;

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldGiveWhatAStepPrintedToTheNextOneAndCountChanges() {
    steps.ends("version", succeeded(0, "1.2.3"));
    steps.ends("install", succeeded(2, ""));

    OperationResult result =
        run(
            List.of(
                step("version"),
                Map.of(
                    "id",
                    "install",
                    "operation",
                    "exec",
                    "servers",
                    "role=web",
                    "when",
                    "steps.version.state == succeeded",
                    "input",
                    Map.of(
                        "command", List.of("install", "${inputs.name}=${steps.version.output}")))),
            Map.of("name", "nginx"));

    assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(result.changes()).isEqualTo(2);
    StepStart install = steps.started.getLast();
    assertThat(install.input()).isEqualTo(Map.of("command", List.of("install", "nginx=1.2.3")));
    assertThat(install.servers()).isEqualTo("role=web");
    assertThat(platform.records.states).endsWith(OperationState.SUCCEEDED);
  }

  @Test
  void shouldSkipWhatIsNotToBeRunAndGoOnAfterAToleratedFailure() {
    steps.ends("check", failed("exit code 3"));

    run(
        List.of(
            Map.of("id", "check", "operation", "exec", "onFailure", "continue"),
            Map.of("id", "restart", "operation", "exec", "when", "steps.check.failed > 0"),
            Map.of("id", "never", "operation", "exec", "when", "steps.check.failed == 0")),
        Map.of());

    assertThat(steps.order()).containsExactly("check", "restart");
    assertThat(steps.skipped)
        .containsExactly(
            new StepSkipped(Platform.ID, "never", "because not steps.check.failed == 0"));
  }

  @Test
  void shouldSucceedWhereAStepFailsThatIsNotCritical() {
    steps.ends("notify", failed("exit code 3"));

    OperationResult result =
        run(
            List.of(Map.of("id", "notify", "operation", "exec", "critical", false), step("next")),
            Map.of());

    assertThat(result.state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(steps.order()).containsExactly("notify", "next");
    assertThat(steps.started)
        .extracting(StepStart::tolerated, StepStart::critical)
        .containsExactly(tuple(true, false), tuple(false, null));
  }

  @Test
  void shouldStopAtAFailureAndSayWhichStepItWas() {
    steps.ends("check", failed("web-1: exit code 3"));

    assertThatThrownBy(() -> run(List.of(step("check"), step("next")), Map.of()))
        .isInstanceOf(WorkflowFailedException.class);

    assertThat(steps.order()).containsExactly("check");
    assertThat(platform.records.error)
        .isEqualTo("step check failed in op-check/1: web-1: exit code 3");
    assertThat(platform.records.failure)
        .isEqualTo(
            FailureData.of(
                FailureType.OPERATION_FAILED,
                platform.records.error,
                FailureOrigin.ofStep("check")));
  }

  @Test
  void shouldNeverLetAServerNameASecret() {
    steps.ends("read", succeeded(0, "secret://prod-db"));

    assertThatThrownBy(() ->
            run(
                List.of(
                    step("read"),
                    Map.of(
                        "id", "use",
                        "operation", "exec",
                        "input", Map.of("env", Map.of("MODE", "${steps.read.output}")))),
                Map.of()))
        .isInstanceOf(WorkflowFailedException.class);

    assertThat(steps.order()).containsExactly("read");
    assertThat(platform.records.error).contains("would become a reference to a secret");
  }

  @Test
  void shouldLeaveTheReferencesOfARunbookWithinItToThat() {
    Map<String, Object> inner =
        Map.of(
            "name", "inner",
            "inputs", Map.of("unit", Map.of("type", "string")),
            "steps",
                List.of(
                    Map.of(
                        "id", "x",
                        "operation", "exec",
                        "input", Map.of("command", List.of("${inputs.unit}")))));

    run(
        List.of(
            Map.of(
                "id", "nested",
                "operation", "runbook",
                "input", Map.of("definition", inner, "inputs", Map.of("unit", "${inputs.name}")))),
        Map.of("name", "cron"));

    assertThat(steps.started.getFirst().input())
        .isEqualTo(Map.of("definition", inner, "inputs", Map.of("unit", "cron")));
  }

  @Test
  void shouldTryAgainOnWhatFailedAndWaitBetween() {
    steps.ends("flaky", failed("no"), failed("no"), succeeded(0, ""));

    run(
        List.of(
            Map.of(
                "id", "flaky",
                "operation", "exec",
                "retry", Map.of("times", 2, "delaySeconds", 600))),
        Map.of());

    assertThat(steps.started).extracting(StepStart::attempt).containsExactly(1, 2, 3);
    assertThat(steps.started)
        .extracting(StepStart::previous)
        .containsExactly(null, "op-flaky/1", "op-flaky/2");
  }

  @Test
  void shouldRunForEachItemOneAfterTheOther() {
    run(
        List.of(
            Map.of(
                "id", "each",
                "operation", "exec",
                "forEach", "${inputs.units}",
                "input", Map.of("command", List.of("restart", "${item}")))),
        Map.of("units", List.of("a", "b")));

    assertThat(steps.order()).containsExactly("each[0]", "each[1]");
    assertThat(steps.started)
        .extracting(StepStart::input)
        .containsExactly(
            Map.of("command", List.of("restart", "a")), Map.of("command", List.of("restart", "b")));
  }

  @Test
  void shouldEndEveryParallelStepBeforeItFails() {
    steps.ends("left", failed("no"));

    assertThatThrownBy(() ->
            run(
                List.of(Map.of("parallel", List.of(step("left"), step("right"))), step("after")),
                Map.of()))
        .isInstanceOf(WorkflowFailedException.class);

    assertThat(steps.order()).containsExactlyInAnyOrder("left", "right");
  }

  @Test
  void shouldWaitForAPersonToAgreeToExactlyItsQuestion() {
    WorkflowStub stub =
        start(List.of(Map.of("approval", "Restart now?"), step("restart")), Map.of(), false);
    platform.pass(Duration.ofMinutes(1));
    assertThat(platform.records.states).endsWith(OperationState.AWAITING_APPROVAL);
    String hash = platform.records.planHash;

    assertThat(steps.asked).singleElement().matches(asked -> asked.text().equals("Restart now?"));
    assertThat(steps.started).isEmpty();
    assertThatThrownBy(
            () -> platform.steering(Platform.ID).approve(new Decision(null, "other", "bob", null)))
        .rootCause()
        .hasMessageContaining("the plan has changed: review it again and decide on " + hash);
    platform.steering(Platform.ID).approve(new Decision(null, hash, "bob", null));

    assertThat(stub.getResult(OperationResult.class).state()).isEqualTo(OperationState.SUCCEEDED);
    assertThat(steps.order()).containsExactly("restart");
  }

  @Test
  void shouldCancelTheOperationUnderWayAndWaitForIt() throws Exception {
    steps.neverEnds("long");
    WorkflowStub stub = start(List.of(step("long"), step("after")), Map.of(), false);
    assertThat(steps.waiting.await(20, TimeUnit.SECONDS)).isTrue();

    stub.cancel();

    assertThatThrownBy(() -> stub.getResult(OperationResult.class))
        .isInstanceOf(WorkflowFailedException.class);
    assertThat(steps.cancelled).containsExactly("op-long/1");
    assertThat(steps.order()).containsExactly("long");
    assertThat(platform.records.states).endsWith(OperationState.CANCELLED);
  }

  @Test
  void shouldPlanInADryRunOnlyWhatDependsOnNothingBefore() {
    start(
            List.of(
                step("first"),
                Map.of("id", "second", "operation", "exec", "when", "steps.first.changes > 0"),
                Map.of("approval", "Really?"),
                step("third")),
            Map.of(),
            true)
        .getResult(OperationResult.class);

    assertThat(steps.order()).containsExactly("first", "third");
    assertThat(steps.skipped).extracting(StepSkipped::key).containsExactly("second");
  }

  private static Map<String, Object> step(String id) {
    return Map.of("id", id, "operation", "exec");
  }

  private OperationResult run(List<Map<String, Object>> declared, Map<String, Object> inputs) {
    return start(declared, inputs, false).getResult(OperationResult.class);
  }

  private WorkflowStub start(
      List<Map<String, Object>> declared, Map<String, Object> inputs, boolean dryRun) {
    Map<String, Object> definition =
        Map.of(
            "name",
            "test",
            "inputs",
            Map.of("name", Map.of("type", "string"), "units", Map.of("type", "array")),
            "steps",
            declared);
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
            new RunbookInput(definition, inputs),
            dryRun,
            false,
            Priority.NORMAL,
            4,
            0));
    return WorkflowStub.fromTyped(runbook);
  }
}
