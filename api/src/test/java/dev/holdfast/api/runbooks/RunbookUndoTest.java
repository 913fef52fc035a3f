package dev.holdfast.api.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.runbook.RunbookStepRow;
import dev.holdfast.platform.runbook.RunbookSteps;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class RunbookUndoTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SERVERS = "undone-1,undone-2";

  @BeforeAll
  static void prepare() {
    OWNER.post("/api/v1/servers", Fixtures.server("undone-1"));
    OWNER.post("/api/v1/servers", Fixtures.server("undone-2"));
    String text = "name: undone\nsteps:\n  - {id: a, operation: lockdown}\n";
    OWNER.send("PUT", "/api/v1/runbooks", Map.of("text", text), Map.of());
  }

  @Test
  void shouldUndoWhatItHasStartedTheLastFirst() {
    String runbook = started("undone", SERVERS, Map.of());
    String first = part(runbook, "a", "lockdown", SERVERS, Map.of());
    String read = part(runbook, "b", "exec", SERVERS, Map.of("shell", "id", "readOnly", true));
    String same = part(runbook, "c", "lockdown", SERVERS, Map.of());
    String other = part(runbook, "d[0]", "lockdown", "undone-2", Map.of());
    String nothing = part(runbook, "e", "lockdown", SERVERS, Map.of());
    changed(first, "user:deploy");
    changed(same, "user:deploy");
    changed(other, "sshd");
    end(runbook);

    Answer answer = undo(runbook, Map.of());

    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.text("type")).isEqualTo("runbook");
    assertThat(answer.text("summary")).isEqualTo("undo-undone");
    JsonNode steps = steps(answer.text("id"));
    assertThat(steps)
        .extracting(step -> step.path("input").path("operation").asString())
        .containsExactly(other, same, first)
        .doesNotContain(read, nothing);
    assertThat(steps).extracting(step -> step.path("operation").asString()).containsOnly("undo");
    assertThat(steps.path(0).path("servers").asString()).isEqualTo("undone-2");
    assertThat(steps.path(1).has("servers")).isFalse();
    assertThat(steps.path(1).has("when")).isFalse();
    assertThat(steps.path(2).path("when"))
        .as("a dry run cannot plan what the step before it has to undo first")
        .extracting(JsonNode::asString)
        .containsExactly("steps.undo-2.failed == 0");
  }

  @Test
  void shouldRefuseWhatCannotBeUndoneUnlessItIsLeft() {
    String runbook = started("undone", SERVERS, Map.of());
    String change = part(runbook, "a", "lockdown", SERVERS, Map.of());
    String exec = part(runbook, "restart[1]", "exec", SERVERS, Map.of("shell", "id"));
    changed(change, "sshd");
    end(runbook);

    Answer refused = undo(runbook, Map.of());
    Answer left = undo(runbook, Map.of("leave", List.of("restart")));
    Answer leftAll = undo(runbook, Map.of("leave", List.of("restart[1]", "a")));

    assertThat(problem(refused, "input.operation"))
        .startsWith("step restart[1]: %s was exec. It cannot be:".formatted(exec))
        .endsWith("Leave it with --leave restart[1].");
    assertThat(left.status()).as(left.body()).isEqualTo(202);
    assertThat(steps(left.text("id"))).hasSize(1);
    assertThat(problem(leftAll, "input.operation")).contains("nothing that is in place");
  }

  @Test
  void shouldSayWhatDoesNotFit() {
    String runbook = started("undone", SERVERS, Map.of());
    String change = part(runbook, "a", "lockdown", SERVERS, Map.of());
    changed(change, "sshd");

    assertThat(problem(undo(runbook, Map.of()), "input.operation"))
        .contains("has not ended yet", "ops cancel " + runbook);
    end(runbook);
    assertThat(problem(undo(runbook, Map.of("leave", List.of("z"))), "input.leave"))
        .isEqualTo("'z' has started nothing; there are a");
    assertThat(problem(undo(runbook, Map.of("changes", List.of("sshd"))), "input.changes"))
        .contains("ops show " + runbook);
    assertThat(problem(undo(change, Map.of("leave", List.of("a"))), "input.leave"))
        .isEqualTo(change + " is no runbook: it has no steps");
  }

  private static Answer undo(String operation, Map<String, Object> more) {
    Map<String, Object> input = new HashMap<>(more);
    input.put("operation", operation);
    return OWNER.post(
        "/api/v1/operations", Map.of("type", "undo", "selector", SERVERS, "input", input));
  }

  private static String problem(Answer answer, String field) {
    assertThat(answer.status()).as(answer.body()).isEqualTo(422);
    JsonNode error = answer.json().path("errors").path(0);
    assertThat(error.path("field").asString()).isEqualTo(field);
    return error.path("message").asString();
  }

  private static JsonNode steps(String operation) {
    String input = PLATFORM.part(Operations.class).find(operation).orElseThrow().input();
    return new JsonMapper().readTree(input).path("definition").path("steps");
  }

  /** An operation that the runbook has started, and that has ended. */
  private static String part(
      String runbook, String key, String type, String selector, Map<String, Object> input) {
    String child = started(type, selector, input);
    PLATFORM
        .part(RunbookSteps.class)
        .record(
            runbook, new RunbookStepRow(key, 1, type, child, false, false, null, Instant.now()));
    end(child);
    return child;
  }

  private static String started(String type, String selector, Map<String, Object> input) {
    Answer answer =
        OWNER.post(
            "/api/v1/operations", Map.of("type", type, "selector", selector, "input", input));
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    return answer.text("id");
  }

  private static void end(String operation) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operations set state = 'succeeded', ended_at = now() where id = ?",
                operation));
  }

  private static void changed(String operation, String change) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                """
                insert into changes (operation, server, change_id, body, resource, state)
                values (?, 'undone-2', ?, '{}', 'x', 'applied')
                """,
                operation,
                change));
  }
}
