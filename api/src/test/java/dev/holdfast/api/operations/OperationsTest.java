package dev.holdfast.api.operations;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.ApprovableLockdown;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.operation.Erasure;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.change.Irreversible;
import dev.holdfast.schemas.operation.ServerResult;
import dev.holdfast.schemas.operation.ServerState;
import io.temporal.api.common.v1.WorkflowExecution;
import io.temporal.api.workflowservice.v1.GetWorkflowExecutionHistoryRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

final class OperationsTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  @BeforeAll
  static void addServers() {
    OWNER.post("/api/v1/servers", Fixtures.server("ops-1"));
    OWNER.post("/api/v1/servers", Fixtures.server("ops-2"));
  }

  private static Answer start(Map<String, Object> request) {
    return OWNER.post("/api/v1/operations", request);
  }

  private static String started(String selector) {
    return start(Map.of("type", "lockdown", "selector", selector)).text("id");
  }

  private static Answer decide(String id, String verb, Map<String, Object> decision) {
    return OWNER.post("/api/v1/approvals/" + id + "/" + verb, decision);
  }

  @Test
  void shouldRunToItsEndWhenApproved() {
    Answer answer = start(Map.of("type", "lockdown", "selector", "ops-1,ops-2"));

    assertThat(answer.status()).isEqualTo(202);
    String id = answer.text("id");
    assertThat(answer.header("Location")).isEqualTo("/api/v1/operations/" + id);
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    assertThat(OWNER.get("/api/v1/approvals").body()).contains(id);
    assertThat(decide(id, "approve", Map.of("planHash", ApprovableLockdown.planHash())).status())
        .isEqualTo(200);

    JsonNode end = Fixtures.awaitState(OWNER, id, "succeeded");
    assertThat(end.path("progress").path("succeeded").asInt()).isEqualTo(2);
    assertThat(end.path("servers").path(0).path("changes").asInt()).isEqualTo(7);
    assertThat(end.path("initiator").asString()).isEqualTo("admin");
    JsonNode decision = OWNER.get("/api/v1/operations/" + id).json().path("decisions").path(0);
    assertThat(decision.path("decision").asString()).isEqualTo("approved");
    assertThat(decision.path("by").asString()).isEqualTo("admin");
    assertThat(decision.path("at").asString()).endsWith("Z");
    assertThat(end.path("endedAt").asString()).endsWith("Z");
    assertThat(OWNER.get("/api/v1/audit?operation=" + id).body())
        .contains("approvals approve " + id + " --plan " + ApprovableLockdown.planHash());
    assertThat(end.path("temporalUrl").asString())
        .startsWith(TestPlatform.TEMPORAL_UI + "/namespaces/default/workflows/" + id + "/");
  }

  @Test
  void shouldRefuseWithTheValidatorsTextWhenThePlanHasMoved() {
    String id = started("ops-1");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    Answer refused = decide(id, "approve", Map.of("planHash", "sha256:other"));

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("refused-by-operation");
    assertThat(refused.text("detail")).startsWith("the plan has changed: decide on sha256:");
  }

  @Test
  void shouldEndAsCancelledWhenRejected() {
    String id = started("ops-1");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    Map<String, Object> decision =
        Map.of("planHash", ApprovableLockdown.planHash(), "reason", "not today");

    assertThat(decide(id, "reject", Map.of("planHash", ApprovableLockdown.planHash())).status())
        .isEqualTo(422);
    assertThat(decide(id, "reject", decision).status()).isEqualTo(200);

    Fixtures.awaitState(OWNER, id, "cancelled");
    assertThat(OWNER.get("/api/v1/audit?operation=" + id).body())
        .contains("approvals reject " + id, "not today");
    JsonNode made = OWNER.get("/api/v1/operations/" + id).json().path("decisions").path(0);
    assertThat(made.path("decision").asString()).isEqualTo("rejected");
    assertThat(made.path("reason").asString()).isEqualTo("not today");
    assertThat(
            OWNER
                .get("/api/v1/operations/" + id + "/explain")
                .json()
                .at("/rejections/0/reason")
                .asString())
        .isEqualTo("not today");
    assertThat(decide(id, "reject", decision).text("code")).isEqualTo("operation-ended");
  }

  @Test
  void shouldCountOnlyWhatWasChangedUntilItHasSucceeded() {
    String id = started("ops-1");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    PLATFORM
        .part(Operations.class)
        .recordServers(
            id,
            List.of(
                new ServerResult("ops-1", ServerState.AWAITING_APPROVAL, 7, 3, "sha256:x", null)));

    JsonNode waiting = OWNER.get("/api/v1/operations/" + id).json().path("servers").path(0);
    assertThat(waiting.path("changes").asInt()).isZero();
    assertThat(waiting.path("planned").asInt()).isEqualTo(7);
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  @Test
  void shouldSayInALineWhatWasAskedForWithoutSecrets() {
    Answer exec =
        start(
            Map.of(
                "type", "exec",
                "selector", "ops-1",
                "input", Map.of("shell", "mysql --password=hunter2  -e 'select 1'\n")));
    String id = exec.text("id");

    assertThat(exec.text("summary")).isEqualTo("mysql --password=******* -e 'select 1'");
    assertThat(OWNER.get("/api/v1/operations?type=exec").json().path("items").path(0).toString())
        .contains("mysql --password=*******")
        .doesNotContain("hunter2");
    boolean sealed =
        PLATFORM
            .part(Jdbi.class)
            .withHandle(handle ->
                handle
                    .createQuery(
                        "select summary is null and position('mysql' in summary_sealed) = 0"
                            + " from operations where id = :id")
                    .bind("id", id)
                    .mapTo(Boolean.class)
                    .one());
    assertThat(sealed).isTrue();
  }

  @Test
  void shouldTellASlipInAFilterFromAnEmptyList() {
    for (String slip :
        List.of(
            "type=lockdwn", "server=ops-9", "by=nobody", "since=soon", "label=a", "label=a=b")) {
      Answer answer = OWNER.get("/api/v1/operations?" + slip);
      assertThat(answer.status()).as(slip).isEqualTo(422);
      assertThat(answer.body()).contains("\"" + slip.substring(0, slip.indexOf('=')) + "\"");
    }
    String id = started("ops-1");

    assertThat(ids("by=admin&since=2020-01-01T00:00:00Z&label=test=ops-1&server=ops-1"))
        .contains(id);
    assertThat(ids("label=test=ops-2&server=ops-1&type=lockdown")).doesNotContain(id);
    for (String details : List.of("/steps", "/logs", "/logs/raw")) {
      assertThat(OWNER.get("/api/v1/operations/" + id + details + "?server=ops-2").text("code"))
          .isEqualTo("server-not-in-operation");
      assertThat(OWNER.get("/api/v1/operations/" + id + details + "?server=ops-1").status())
          .isEqualTo(200);
    }
    assertThat(ids("since=2100-01-01T00:00:00Z")).isEmpty();
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  private static List<String> ids(String query) {
    List<String> ids = new ArrayList<>();
    OWNER
        .get("/api/v1/operations?" + query)
        .json()
        .path("items")
        .forEach(item -> ids.add(item.path("id").asString()));
    return ids;
  }

  @Test
  void shouldStartAgainWithTheSameInputWhereItFailed() {
    OWNER.post("/api/v1/servers", Fixtures.server("rerun-1"));
    OWNER.post("/api/v1/servers", Fixtures.server("rerun-2"));
    String id =
        start(Map.of("type", "lockdown", "selector", "rerun-1,rerun-2", "input", Map.of()))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    String path = "/api/v1/operations/" + id + "/rerun";
    assertThat(OWNER.post(path, Map.of("failed", true)).text("code")).isEqualTo("operation-open");
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operation_servers set state = 'succeeded' where operation = ? and server = 'rerun-1'",
                id));

    Answer again = OWNER.post(path, Map.of("failed", true));

    assertThat(again.status()).isEqualTo(202);
    assertThat(again.text("id")).isNotEqualTo(id);
    assertThat(again.text("type")).isEqualTo("lockdown");
    assertThat(again.text("selector")).isEqualTo("rerun-2");
    assertThat(OWNER.post(path, Map.of()).text("selector")).isEqualTo("rerun-1,rerun-2");
    new Erasure(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class)).erase(id);
    assertThat(OWNER.post(path, Map.of()).text("code")).isEqualTo("operation-erased");
  }

  @Test
  void shouldSayWhyThereIsNothingToUndo() {
    String running = started("ops-1");
    String exec =
        start(Map.of("type", "exec", "selector", "ops-1", "input", Map.of("shell", "id")))
            .text("id");
    String dryRun =
        start(Map.of("type", "lockdown", "selector", "ops-1", "dryRun", true)).text("id");

    assertThat(undo("op-nope")).contains("there is no operation op-nope");
    assertThat(undo(running)).contains("has not ended yet", "./holdfast ops cancel " + running);
    assertThat(undo(exec)).contains("was exec. It cannot be:");
    assertThat(undo(dryRun)).contains("was a dry run");
    OWNER.post("/api/v1/operations/" + running + "/cancel", null);
    Fixtures.awaitState(OWNER, running, "cancelled");
  }

  @Test
  void shouldSayAtOnceThatWhatIsLostCannotBeUndone() {
    String id =
        start(Map.of("type", "lockdown", "selector", "ops-1", "input", Map.of())).text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    OWNER.post("/api/v1/operations/" + id + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
    changed(id, "unused-image:sha256:1");
    changed(id, "unused-image:sha256:2");

    assertThat(undo(id)).isEqualTo(id + " cannot be undone: " + gone());

    changed(id, "host-keys");
    assertThat(
            start(Map.of("type", "undo", "selector", "ops-1", "input", Map.of("operation", id)))
                .status())
        .as("what can be undone in part")
        .isEqualTo(202);
  }

  private static String gone() {
    return Irreversible.why("unused-image:").orElseThrow();
  }

  private static void changed(String operation, String change) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                """
                insert into changes (operation, server, change_id, body, resource, state)
                values (?, 'ops-1', ?, '{}', 'x', 'applied')
                """,
                operation,
                change));
  }

  private static String undo(String operation) {
    Answer answer =
        start(Map.of("type", "undo", "selector", "ops-1", "input", Map.of("operation", operation)));
    assertThat(answer.status()).isEqualTo(422);
    JsonNode error = answer.json().path("errors").path(0);
    assertThat(error.path("field").asString()).isEqualTo("input.operation");
    return error.path("message").asString();
  }

  @Test
  void shouldEndAsCancelledWhenCancelled() {
    String id = started("ops-1");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    assertThat(OWNER.post("/api/v1/operations/" + id + "/cancel", null).status()).isEqualTo(202);

    Fixtures.awaitState(OWNER, id, "cancelled");
    assertThat(OWNER.get("/api/v1/audit?operation=" + id).body()).contains("ops cancel " + id);
  }

  @Test
  void shouldWaitWhilePausedAndGoOnWhenResumed() {
    String id = started("ops-1");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    assertThat(OWNER.post("/api/v1/operations/" + id + "/pause", null).status()).isEqualTo(200);
    decide(id, "approve", Map.of("planHash", ApprovableLockdown.planHash()));
    assertThat(OWNER.get("/api/v1/operations/" + id).text("state")).isEqualTo("awaiting-approval");
    assertThat(OWNER.post("/api/v1/operations/" + id + "/resume", null).status()).isEqualTo(200);

    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldChangeThePaceAndSkipAServerWhileItRuns() {
    String id =
        start(
                Map.of(
                    "type",
                    "lockdown",
                    "selector",
                    "ops-1,ops-2",
                    "waves",
                    List.of("1", "100%"),
                    "maxFailures",
                    "10%"))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    String path = "/api/v1/operations/" + id;
    assertThat(OWNER.get(path).json().path("concurrency").asInt()).isEqualTo(4);

    JsonNode faster = OWNER.post(path + "/concurrency", Map.of("concurrency", 9)).json();
    assertThat(faster.path("concurrency").asInt()).isEqualTo(9);
    assertThat(faster.path("wave").path("number").asInt()).isEqualTo(2);
    assertThat(faster.path("wave").path("of").asInt()).isEqualTo(3);
    JsonNode skipped = OWNER.post(path + "/skip", Map.of("server", "ops-2")).json();
    assertThat(skipped.path("servers").path(1).path("error").asString())
        .isEqualTo("skipped by admin");
    assertThat(messages(OWNER.post(path + "/skip", Map.of("server", "web-9"))))
        .containsExactly("server: 'web-9' is none of the operation's servers");
    assertThat(messages(OWNER.post(path + "/concurrency", Map.of("concurrency", 0))))
        .containsExactly("concurrency: must be 1 to 500");
    OWNER.post(path + "/cancel", null);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  @Test
  void shouldRefuseWavesThatAddNoServer() {
    assertThat(
            messages(
                start(
                    Map.of(
                        "type",
                        "lockdown",
                        "selector",
                        "ops-1",
                        "maxFailures",
                        "some",
                        "waves",
                        List.of("50%", "25%")))))
        .containsExactly(
            "maxFailures: 'some' is neither a number such as 5 nor a percentage such as 25%",
            "waves: '25%' adds no server; each wave says how many servers are done at its end,"
                + " as in 1,25%,100%");
  }

  @Test
  void shouldTellEveryWrongFieldWhenInputIsInvalid() {
    Answer answer =
        start(
            Map.of(
                "type",
                "server-setup",
                "selector",
                "ops-1",
                "concurrency",
                0,
                "input",
                Map.of(
                    "users",
                    new Object[] {Map.of("name", "a;rm -rf /")},
                    "usrs",
                    true,
                    "packages",
                    "curl")));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(answer.header("Content-Type")).startsWith("application/problem+json");
    assertThat(answer.text("code")).isEqualTo("invalid-input");
    assertThat(messages(answer))
        .anySatisfy(line ->
            assertThat(line)
                .startsWith("input.users[0].name: 'a;rm -rf /' is not allowed here (Lower-case"))
        .contains(
            "input.usrs: is not known here; allowed are directories, docker, files, groups, packages,"
                + " sudo, sysctl, units, users")
        .anySatisfy(line -> assertThat(line).startsWith("input.packages: has to be a list"))
        .anySatisfy(line -> assertThat(line).startsWith("concurrency: must be at least 1"));
  }

  @Test
  void shouldRefuseSudoCommandsThatAllowMoreThanTheySeemTo() {
    Answer answer =
        start(
            Map.of(
                "type",
                "server-setup",
                "selector",
                "ops-1",
                "input",
                Map.of(
                    "sudo",
                    new Object[] {
                      Map.of("user", "ann", "commands", new String[] {"/usr/bin/id", "/usr/bin/"})
                    })));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(messages(answer))
        .containsExactly(
            "input.sudo[0].commands[1]: '/usr/bin/' is a directory, and would allow every program"
                + " in it; name the programs");
  }

  private static List<String> messages(Answer answer) {
    return answer
        .json()
        .path("errors")
        .valueStream()
        .map(error -> error.path("field").asString() + ": " + error.path("message").asString())
        .toList();
  }

  @Test
  void shouldRefuseFieldsThatItDoesNotKnow() {
    Answer answer = start(Map.of("type", "lockdown", "selector", "ops-1", "dryrun", true));

    assertThat(answer.status()).isEqualTo(422);
    assertThat(messages(answer))
        .singleElement()
        .asString()
        .startsWith("dryrun: is not known")
        .contains("dryRun");
  }

  @Test
  void shouldNameTheUnknownServer() {
    Answer answer = start(Map.of("type", "lockdown", "selector", "ops-1,nobody"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("unknown-server");
    assertThat(answer.text("detail")).isEqualTo("There is no server 'nobody'.");
    assertThat(start(Map.of("type", "lockdown", "selector", "env=none")).text("code"))
        .isEqualTo("nothing-selected");
  }

  @Test
  void shouldNotKnowAnOperationThatIsNone() {
    Answer answer = start(Map.of("type", "lokdown", "selector", "ops-1"));

    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("unknown-operation");
    assertThat(answer.text("detail")).startsWith("There is no operation 'lokdown'; there are ");
    assertThat(start(Map.of("selector", "ops-1")).status()).isEqualTo(422);
  }

  @Test
  void shouldListWhatOnlyMeasuresWhereItIsAskedFor() {
    Map<String, Object> request = Map.of("type", "lockdown", "selector", "ops-1", "dryRun", true);
    String id =
        OWNER
            .send(
                "POST", "/api/v1/operations", request, Map.of("Idempotency-Key", "bench/listed-1"))
            .text("id");

    String list = "/api/v1/operations?limit=100&server=ops-1";
    assertThat(OWNER.get(list).body()).doesNotContain(id);
    assertThat(OWNER.get(list + "&measurements=true").body()).contains(id);
    // Whoever types its id means it.
    assertThat(OWNER.get("/api/v1/operations?prefix=" + id).body()).contains(id);
    assertThat(OWNER.get("/api/v1/operations/" + id).status()).isEqualTo(200);
  }

  @Test
  void shouldNotKnowAStepThatIsNone() {
    String id = start(Map.of("type", "lockdown", "selector", "ops-1")).text("id");

    Answer answer = OWNER.get("/api/v1/operations/" + id + "/logs/raw?server=ops-1&step=nope");
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.text("code")).isEqualTo("unknown-step");
  }

  @Test
  void shouldReturnTheFirstOperationWhenTheKeyIsRepeated() {
    Map<String, Object> request = Map.of("type", "lockdown", "selector", "ops-1", "dryRun", false);
    Map<String, String> key = Map.of("Idempotency-Key", "once");

    Answer first = OWNER.send("POST", "/api/v1/operations", request, key);
    Answer second = OWNER.send("POST", "/api/v1/operations", request, key);
    Answer other =
        OWNER.send(
            "POST", "/api/v1/operations", Map.of("type", "lockdown", "selector", "ops-2"), key);

    assertThat(second.text("id")).isEqualTo(first.text("id"));
    assertThat(other.status()).isEqualTo(409);
    assertThat(other.text("code")).isEqualTo("idempotency-key-reused");
    assertThat(other.text("detail")).contains(first.text("id"));
  }

  /** Whoever asks is not told that the fault is theirs. */
  @Test
  void shouldNotBlameTheCursorForARowThatCannotBeRead() {
    String id = started("ops-2");
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    String settings =
        jdbi.withHandle(handle ->
            handle
                .select("select settings from operations where id = ?", id)
                .mapTo(String.class)
                .one());
    String set = "update operations set settings = cast(? as jsonb) where id = ?";
    jdbi.useHandle(handle -> handle.execute(set, "[]", id));
    try {
      Answer answer = OWNER.get("/api/v1/operations?prefix=" + id);

      assertThat(answer.status()).as(answer.body()).isEqualTo(500);
      assertThat(answer.text("code")).isEqualTo("internal-error");
    } finally {
      jdbi.useHandle(handle -> handle.execute(set, settings, id));
    }
  }

  @Test
  void shouldPageThroughTheList() {
    for (int i = 0; i < 3; i++) {
      started("ops-2");
    }

    Answer first = OWNER.get("/api/v1/operations?server=ops-2&limit=2");
    Answer second =
        OWNER.get("/api/v1/operations?server=ops-2&limit=2&cursor=" + first.text("next"));

    assertThat(first.json().path("items").size()).isEqualTo(2);
    assertThat(second.json().path("items").path(0).path("createdAt").asString())
        .isLessThan(first.json().path("items").path(1).path("createdAt").asString());
    assertThat(OWNER.get("/api/v1/operations?cursor=no!").status()).isEqualTo(422);
    assertThat(OWNER.get("/api/v1/operations?state=runing").text("code"))
        .isEqualTo("invalid-input");
  }

  @Test
  void shouldStoreNothingReadableInTemporal() {
    String id =
        start(
                Map.of(
                    "type", "lockdown",
                    "selector", "ops-1",
                    "input", Map.of("sshd", Map.of("allowUsers", new String[] {"plaintextuser"}))))
            .text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");

    var temporal = PLATFORM.temporal();
    var history =
        temporal
            .service()
            .blockingStub()
            .getWorkflowExecutionHistory(
                GetWorkflowExecutionHistoryRequest.newBuilder()
                    .setNamespace("default")
                    .setExecution(WorkflowExecution.newBuilder().setWorkflowId(id))
                    .build());

    assertThat(history.toString()).contains("binary/encrypted").doesNotContain("plaintextuser");
    var description = temporal.client().newUntypedWorkflowStub(id).describe();
    assertThat(description.getStaticSummary()).isEqualTo("Lock down SSH on ops-1 (1 server)");
    assertThat(description.getStaticDetails()).contains("by **admin**", "plan needs approval");
  }
}
