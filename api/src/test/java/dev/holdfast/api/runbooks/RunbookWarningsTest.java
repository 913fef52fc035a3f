package dev.holdfast.api.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import dev.holdfast.schemas.operation.OperationActivities.OperationUpdate;
import dev.holdfast.schemas.operation.OperationState;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What failed in a runbook without failing it. */
final class RunbookWarningsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SERVER = "warned-1";

  private final Operations operations = PLATFORM.part(Operations.class);

  RunbookWarningsTest() {
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
  }

  @Test
  void shouldTellOfWhatIsNotCriticalAndHasFailedForGood() {
    String runbook = started();
    String first = step(runbook, "tell", 1, false, OperationState.FAILED);
    String flaky = step(runbook, "flaky", 1, false, OperationState.FAILED);
    step(runbook, "flaky", 2, false, OperationState.SUCCEEDED);
    step(runbook, "answer", 1, true, OperationState.FAILED);
    end(runbook, OperationState.SUCCEEDED, null);

    JsonNode shown = OWNER.get("/api/v1/operations/" + runbook).json();

    assertThat(shown.path("state").asString()).isEqualTo("succeeded");
    assertThat(shown.path("warnings").size()).isEqualTo(1);
    JsonNode warning = shown.path("warnings").path(0);
    assertThat(warning.path("step").asString()).isEqualTo("tell");
    assertThat(warning.path("operation").asString()).isEqualTo(first).isNotEqualTo(flaky);
    assertThat(warning.path("reason").asString()).isEqualTo("exit code 3");
    JsonNode event =
        OWNER
            .get("/api/v1/events?kind=operation.succeeded&limit=1000")
            .json()
            .path("items")
            .valueStream()
            .filter(it -> it.toString().contains(runbook))
            .findFirst()
            .orElseThrow();
    assertThat(event.path("data").path("warnings").asInt()).isEqualTo(1);
  }

  @Test
  void shouldRefuseACriticalThatIsNoAnswer() {
    Answer refused =
        OWNER.post(
            "/api/v1/runbooks/validate",
            Map.of(
                "text",
                """
                name: warned
                steps:
                  - {id: a, operation: exec, critical: perhaps, input: {shell: id}}
                  - {id: b, operation: exec, critical: false, onFailure: stop, input: {shell: id}}
                """));

    assertThat(refused.body()).contains("is true or false", "leave out onFailure");
  }

  private static String started() {
    return OWNER
        .post(
            "/api/v1/operations",
            Map.of(
                "type",
                "runbook",
                "selector",
                SERVER,
                "input",
                Map.of(
                    "definition",
                    Map.of(
                        "name",
                        "warned",
                        "steps",
                        List.of(
                            Map.of(
                                "id",
                                "tell",
                                "operation",
                                "exec",
                                "critical",
                                false,
                                "input",
                                Map.of("shell", "exit 3")))))))
        .text("id");
  }

  private String step(
      String runbook, String key, int attempt, boolean critical, OperationState state) {
    String child =
        OWNER
            .post(
                "/api/v1/operations",
                Map.of("type", "exec", "selector", SERVER, "input", Map.of("shell", "exit 3")))
            .text("id");
    PLATFORM
        .part(RunbookSteps.class)
        .record(
            runbook,
            new RunbookStepRow(
                key, attempt, "exec", child, true, false, null, Instant.now(), critical));
    end(child, state, state == OperationState.FAILED ? "exit code 3" : null);
    return child;
  }

  private void end(String operation, OperationState state, @Nullable String error) {
    operations.recordOperation(new OperationUpdate(operation, state, null, error));
  }
}
