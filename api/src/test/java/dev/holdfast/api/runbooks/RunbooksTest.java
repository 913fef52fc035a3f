package dev.holdfast.api.runbooks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.platform.operation.StoredOperation;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStart;
import dev.holdfast.schemas.runbook.RunbookActivities.StepStarted;
import dev.holdfast.schemas.runbook.RunbookStep.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RunbooksTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String PATH = "/api/v1/runbooks";
  private static final String CHECK =
      """
      name: %s
      title: Check a unit
      inputs:
        unit: {type: string, pattern: "^[a-z]+$"}
        times: {type: integer, default: 2}
      steps:
        - id: check
          operation: exec
          input: {command: [systemctl, is-active, "${inputs.unit}"], readOnly: true}
      """;

  @BeforeAll
  static void register() {
    OWNER.post("/api/v1/servers", Fixtures.server("runbook-1"));
    OWNER.post("/api/v1/servers", Fixtures.server("runbook-2"));
  }

  @Test
  void shouldKeepVersionsAndStartTheLastOneByItsName() {
    Answer added = add(CHECK.formatted("check-unit"));
    Answer same = add(CHECK.formatted("check-unit"));
    Answer next = add(CHECK.formatted("check-unit").replace("Check a unit", "Check one"));
    Answer started =
        OWNER.post(
            "/api/v1/operations",
            Map.of(
                "type", "check-unit",
                "selector", "runbook-1",
                "input", Map.of("unit", "cron")));

    assertThat(added.status()).as(added.body()).isEqualTo(201);
    assertThat(same.json().path("version").asInt()).isEqualTo(1);
    assertThat(next.json().path("version").asInt()).isEqualTo(2);
    assertThat(OWNER.get(PATH).body()).contains("check-unit");
    assertThat(OWNER.get(PATH + "/check-unit").text("text")).contains("Check one");
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    assertThat(started.text("type")).isEqualTo("runbook");
    assertThat(started.text("summary")).isEqualTo("check-unit unit=cron");
    assertThat(OWNER.delete(PATH + "/check-unit").status()).isEqualTo(204);
    assertThat(OWNER.get(PATH + "/check-unit").text("code")).isEqualTo("unknown-runbook");
    assertThat(add(CHECK.formatted("check-unit")).json().path("version").asInt()).isEqualTo(3);
    assertThat(OWNER.get("/api/v1/audit?limit=50").body())
        .contains("runbook add check-unit, version 2", "runbook remove check-unit");
  }

  @Test
  void shouldSayWhatIsWrongWithWhatARunbookIsGiven() {
    add(CHECK.formatted("given"));

    Answer answer =
        OWNER.post(
            "/api/v1/operations",
            Map.of(
                "type", "given",
                "selector", "runbook-1",
                "input", Map.of("times", "x", "other", 1)));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asString())
        .containsExactlyInAnyOrder("input.unit", "input.times", "input.other");
  }

  @Test
  void shouldSayEveryFaultWithItsLineAndKeepNothing() {
    String text =
        """
        name: Wrong Name
        inputs:
          mode: {type: text}
          ref: {type: string, $ref: "http://127.0.0.1/"}
          number: {type: integer, default: x}
        steps:
          - id: a
            operation: exce
          - id: a
            operation: exec
            when: steps.later.failed > 0
            input: {shell: "echo ${inputs.mode}"}
          - id: b
            operation: exec
            unknown: 1
            servers: "env=="
            input: {command: ["${inputs.none}", "${item}"]}
          - parallel:
              - {id: c, operation: exec, input: {command: x}}
              - {id: d, operation: exec, when: steps.c.changes > 0}
          - {id: e, operation: exec, input: {command: [bash, -c, "${inputs.number}"]}}
          - {id: f, operation: exec, maxFailures: many, input: {command: [test, -e, "${inputs.number}"]}}
          - {id: approval-1, operation: exec}
        """;

    Answer answer = OWNER.post(PATH + "/validate", Map.of("text", text));
    Answer kinds =
        OWNER.post(
            PATH + "/validate",
            Map.of(
                "text",
                """
                name: kinds
                inputs: {number: {type: integer, default: x}}
                steps:
                  - {id: a, operation: exce}
                  - {id: b, operation: exec, input: {command: x}}
                """));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.json().path("errors"))
        .extracting(error -> error.path("field").asString())
        .contains(
            "name",
            "inputs.mode",
            "inputs.ref",
            "steps[1].id",
            "steps[1].when",
            "steps[1].input.shell",
            "steps[2].unknown",
            "steps[2].servers",
            "steps[2].input",
            "steps[3].parallel[1].when",
            "steps[4].input.command",
            "steps[5].maxFailures",
            "steps[6].id")
        .doesNotContain("steps[5].input.command");
    assertThat(answer.body()).contains("(line 12)", "(line 15)", "(line 20)");
    assertThat(kinds.json().path("errors"))
        .extracting(error -> error.path("field").asString())
        .containsExactlyInAnyOrder(
            "inputs.number.default", "steps[0].operation", "steps[1].input.command");
    assertThat(OWNER.post(PATH + "/validate", Map.of("text", "a: [")).body())
        .contains("is not valid YAML in line");
    assertThat(OWNER.post(PATH + "/validate", Map.of("text", bomb())).status()).isEqualTo(422);
  }

  /** Ten lines that would be a billion values. */
  private static String bomb() {
    var text = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int i = 1; i < 10; i++) {
      String before = "*a" + (i - 1);
      text.append("a").append(i).append(": &a").append(i).append(" [").append(before);
      text.append((", " + before).repeat(4)).append("]\n");
    }
    return text.toString();
  }

  @Test
  void shouldStartEachAttemptOnceOnTheServersOfTheRunOnly() {
    add(CHECK.formatted("starting"));
    String id =
        OWNER
            .post(
                "/api/v1/operations",
                Map.of(
                    "type", "starting",
                    "selector", "runbook-1,runbook-2",
                    "input", Map.of("unit", "cron")))
            .text("id");
    RunbookStarts starts = PLATFORM.part(RunbookStarts.class);

    StepStarted first = starts.start(step(id, 1, null, null));
    StepStarted delivered = starts.start(step(id, 1, null, null));
    Operations operations = PLATFORM.part(Operations.class);
    String child = Objects.requireNonNull(first.child());
    operations.recordServers(
        child,
        List.of(
            new ServerResult("runbook-1", ServerState.SUCCEEDED, 1, 0, null, null),
            new ServerResult("runbook-2", ServerState.FAILED, 0, 0, null, "exit code 3")));
    StepStarted second = starts.start(step(id, 2, child, null));
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute("delete from runbook_steps where operation = ? and attempt = 2", id));
    operations.recordServers(
        child, List.of(new ServerResult("runbook-2", ServerState.SUCCEEDED, 0, 0, null, null)));
    StepStarted recovered = starts.start(step(id, 2, child, null));
    StepStarted elsewhere = starts.start(step(id, 3, null, "env=nowhere"));
    starts.settle(id);

    assertThat(delivered).isEqualTo(first);
    assertThat(recovered).as("the API died before it had recorded it").isEqualTo(second);
    assertThat(operations.servers(child)).hasSize(2);
    StoredOperation again = operations.find(String.valueOf(second.child())).orElseThrow();
    assertThat(again.selector()).isEqualTo("runbook-2");
    assertThat(again.initiator()).isEqualTo("admin");
    assertThat(elsewhere.skipped()).contains("none of the servers");
    Answer shown = OWNER.get("/api/v1/operations/" + id);
    assertThat(shown.json().path("steps"))
        .extracting(step -> step.path("attempt").asInt())
        .containsExactly(1, 2, 3);
    assertThat(shown.json().path("servers"))
        .extracting(server -> server.path("changes").asInt())
        .containsExactly(1, 0);
    assertThat(OWNER.get("/api/v1/operations/" + child).text("runbook")).isEqualTo(id);
  }

  @Test
  void shouldNarrowARunOnAllServersByAName() {
    add(CHECK.formatted("narrowing"));
    String id =
        OWNER
            .post(
                "/api/v1/operations",
                Map.of("type", "narrowing", "selector", "all", "input", Map.of("unit", "cron")))
            .text("id");

    StepStarted started = PLATFORM.part(RunbookStarts.class).start(step(id, 1, null, "runbook-2"));

    assertThat(started.error()).isNull();
    assertThat(
            PLATFORM
                .part(Operations.class)
                .find(String.valueOf(started.child()))
                .orElseThrow()
                .selector())
        .isEqualTo("runbook-2");
  }

  @Test
  void shouldCopyTheRunbooksThatOneNamesIntoTheRun() {
    add(CHECK.formatted("inner"));
    add(
        """
        name: outer
        inputs: {which: {type: string, default: cron}}
        steps:
          - id: nested
            operation: inner
            input: {unit: "${inputs.which}"}
        """);
    add(
        """
        name: endless
        steps:
          - {id: again, operation: inner, input: {unit: cron}}
        """);
    add("name: endless\nsteps:\n  - {id: again, operation: endless}\n");

    Answer started =
        OWNER.post("/api/v1/operations", Map.of("type", "outer", "selector", "runbook-1"));
    Answer endless =
        OWNER.post("/api/v1/operations", Map.of("type", "endless", "selector", "runbook-1"));

    assertThat(started.status()).as(started.body()).isEqualTo(202);
    assertThat(PLATFORM.part(Operations.class).find(started.text("id")).orElseThrow().input())
        .contains("systemctl", "${inputs.unit}", "${inputs.which}");
    assertThat(endless.status()).isEqualTo(422);
    assertThat(endless.body()).contains("more than 5 deep");
  }

  @Test
  void shouldLeaveReferencesToSecretsToTheStepThatUsesThem() {
    add(
        """
        name: with-secret
        steps:
          - id: use
            operation: exec
            input: {command: ["true"], env: {TOKEN: "secret://nowhere"}}
        """);
    Answer started =
        OWNER.post("/api/v1/operations", Map.of("type", "with-secret", "selector", "runbook-1"));

    StepStarted step =
        PLATFORM
            .part(RunbookStarts.class)
            .start(
                new StepStart(
                    started.text("id"),
                    "use",
                    1,
                    null,
                    null,
                    "exec",
                    null,
                    Map.of("command", List.of("true"), "env", Map.of("TOKEN", "secret://nowhere")),
                    new Pace(null, null, null),
                    false));

    assertThat(started.status()).as(started.body()).isEqualTo(202);
    assertThat(step.error()).contains("input.env.TOKEN", "secret set nowhere");
  }

  private static StepStart step(
      String id, int attempt, @Nullable String previous, @Nullable String servers) {
    return new StepStart(
        id,
        "check",
        attempt,
        previous,
        null,
        "exec",
        servers,
        Map.of("command", List.of("true")),
        new Pace(null, null, null),
        false);
  }

  @Test
  void shouldShipRunbooksThatAreValid() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("../docs/runbooks"))) {
      List<Path> shipped = files.toList();
      assertThat(shipped).hasSizeGreaterThanOrEqualTo(3);
      for (Path file : shipped) {
        Answer answer = OWNER.post(PATH + "/validate", Map.of("text", Files.readString(file)));
        assertThat(answer.status()).as(file + ": " + answer.body()).isEqualTo(200);
      }
    }
  }

  private static Answer add(String text) {
    return OWNER.send("PUT", PATH, Map.of("text", text), Map.of());
  }
}
