package dev.holdfast.api.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Rules about operations that do what they were given, without a plan. */
final class ApprovalWithoutPlanTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Http BOB = PLATFORM.user("unplanned-bob", "approver", "all");
  private static final Http CAROL = PLATFORM.user("unplanned-carol", "approver", "all");
  private static final AtomicInteger SERVERS = new AtomicInteger();
  private static final Map<String, Object> RESTART =
      Map.of("action", "restart", "containers", List.of("web"));

  private final String server = "unplanned-" + SERVERS.incrementAndGet();
  private final String rule = "rule-of-" + server;

  ApprovalWithoutPlanTest() {
    OWNER.post("/api/v1/servers", Fixtures.server(server));
  }

  @AfterEach
  void removeRule() {
    OWNER.delete("/api/v1/approvals/rules/" + rule);
  }

  private void set(Map<String, Object> content) {
    var request = new HashMap<String, Object>(content);
    request.putIfAbsent("selector", "test=" + server);
    assertThat(OWNER.send("PUT", "/api/v1/approvals/rules/" + rule, request, Map.of()).status())
        .isLessThan(300);
  }

  private Answer start(String type, Map<String, Object> input, Map<String, Object> more) {
    var request = new HashMap<String, Object>(more);
    request.put("type", type);
    request.put("selector", server);
    request.put("input", input);
    return OWNER.post("/api/v1/operations", request);
  }

  private static JsonNode plan(String id) {
    return OWNER.get("/api/v1/operations/" + id + "/plan").json();
  }

  private static Answer approve(Http who, String id, String hash) {
    return who.post("/api/v1/approvals/" + id + "/approve", Map.of("planHash", hash));
  }

  @Test
  void shouldWaitForAsManyAsTheRuleAsksForAndShowWhatWouldRunWhere() {
    set(Map.of("approvals", 2));
    String id = start("container-control", RESTART, Map.of()).text("id");
    String hash = Fixtures.awaitState(OWNER, id, "awaiting-approval").path("planHash").asString();

    assertThat(hash).startsWith("sha256:");
    JsonNode work = plan(id).path("work").path(0);
    assertThat(work.path("servers").path(0).asString()).isEqualTo(server);
    assertThat(work.path("input").path("action").asString()).isEqualTo("restart");
    assertThat(OWNER.get("/api/v1/operations/" + id + "/explain").body())
        .contains("somebody to approve what it does, " + hash, "2 more for the approval rule");
    assertThat(approve(OWNER, id, hash).text("code")).isEqualTo("approval-rule");
    assertThat(approve(BOB, id, "sha256:" + "0".repeat(64)).status()).isEqualTo(409);
    assertThat(approve(BOB, id, hash).status()).isEqualTo(202);
    assertThat(approve(CAROL, id, hash).status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldNameTheExactInputAndTheServers() {
    set(Map.of());
    String one = hash(RESTART);

    assertThat(hash(RESTART)).isEqualTo(one);
    assertThat(hash(Map.of("action", "stop", "containers", List.of("web")))).isNotEqualTo(one);
  }

  private String hash(Map<String, Object> input) {
    String id = start("container-control", input, Map.of()).text("id");
    return Fixtures.awaitState(OWNER, id, "awaiting-approval").path("planHash").asString();
  }

  @Test
  void shouldEndWhereSomebodyRejectsIt() {
    set(Map.of());
    String id = start("container-control", RESTART, Map.of()).text("id");
    String hash = Fixtures.awaitState(OWNER, id, "awaiting-approval").path("planHash").asString();

    Answer rejected =
        BOB.post(
            "/api/v1/approvals/" + id + "/reject", Map.of("planHash", hash, "reason", "not now"));

    assertThat(rejected.status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "cancelled");
  }

  @Test
  void shouldAskNobodyWhereNoRuleIsAboutIt() {
    set(Map.of("operations", List.of("lockdown")));
    Fixtures.awaitState(
        OWNER, start("container-control", RESTART, Map.of()).text("id"), "succeeded");

    set(Map.of("risk", "lock-out"));
    Fixtures.awaitState(
        OWNER, start("container-control", RESTART, Map.of()).text("id"), "succeeded");

    set(Map.of());
    String rehearsed = start("container-control", RESTART, Map.of("dryRun", true)).text("id");
    assertThat(plan(rehearsed).path("work").isMissingNode()).isTrue();
    String read = start("service", Map.of("unit", "cron", "action", "status"), Map.of()).text("id");
    assertThat(plan(read).path("work").isMissingNode()).isTrue();
    String fetched = start("fetch", Map.of("path", "/etc/hostname"), Map.of()).text("id");
    assertThat(plan(fetched).path("work").isMissingNode()).isTrue();
  }

  @Test
  void shouldAskAboutWhatReadsWhereTheRuleNamesIt() {
    set(Map.of("operations", List.of("fetch")));

    String id = start("fetch", Map.of("path", "/etc/shadow", "sudo", true), Map.of()).text("id");

    assertThat(plan(id).path("work").path(0).path("input").path("path").asString())
        .isEqualTo("/etc/shadow");
  }

  @Test
  void shouldAskAboutARestartOfAServiceAndTheCommandsOfGates() {
    set(Map.of("operations", List.of("service", "exec")));

    String restart =
        start("service", Map.of("unit", "cron", "action", "restart"), Map.of()).text("id");
    assertThat(plan(restart).path("work").size()).isEqualTo(1);

    Answer gated =
        start(
            "lockdown",
            Map.of(),
            Map.of("approve", true, "waves", List.of("1", "100%"), "gates", List.of("command:id")));
    assertThat(gated.text("code")).isEqualTo("approval-rule");
  }

  @Test
  void shouldApproveNothingWhileItIsStartedAndAskThePolicyFirst() {
    set(Map.of());

    Answer approved = start("container-control", RESTART, Map.of("approve", true));

    assertThat(approved.status()).isEqualTo(403);
    assertThat(approved.text("detail"))
        .startsWith("It cannot be approved while it is started: the approval rule '" + rule);
    OWNER.post(
        "/api/v1/policies/commands",
        Map.of("effect", "deny", "selector", "test=" + server, "words", List.of("docker")));
    assertThat(start("container-control", RESTART, Map.of("approve", true)).text("code"))
        .isEqualTo("command-refused");
  }

  @Test
  void shouldLetWhatARunbookOrAScheduleStartsWait() {
    set(Map.of());
    ObjectNode request = new JsonMapper().createObjectNode();
    request.put("type", "container-control").put("selector", server).put("approve", true);
    request.set("input", new JsonMapper().valueToTree(RESTART));
    Caller admin = PLATFORM.part(Callers.class).acting("default", "admin").orElseThrow();
    OperationStarts starts = PLATFORM.part(OperationStarts.class);

    Fixtures.awaitState(
        OWNER, starts.start(request, admin, "step-of-" + server), "awaiting-approval");
    Fixtures.awaitState(
        OWNER, starts.startScheduled(request, admin, "due-of-" + server), "awaiting-approval");
  }

  @Test
  void shouldAskAgainWhenItIsStartedAgain() {
    String first = start("container-control", RESTART, Map.of()).text("id");
    Fixtures.awaitState(OWNER, first, "succeeded");
    set(Map.of());

    String second = OWNER.post("/api/v1/operations/" + first + "/rerun", Map.of()).text("id");

    Fixtures.awaitState(OWNER, second, "awaiting-approval");
  }

  @Test
  void shouldRepeatNothingThatNobodyWasAskedAbout() {
    String id = start("exec", Map.of("command", List.of("true")), Map.of()).text("id");
    set(Map.of());

    for (String how : List.of("retry", "fix")) {
      Answer refused =
          OWNER.post(
              "/api/v1/operations/" + id + "/" + how,
              how.equals("fix")
                  ? Map.of("server", server, "input", Map.of("command", List.of("false")))
                  : Map.of("servers", List.of(server)));
      assertThat(refused.status()).as(how).isEqualTo(403);
      assertThat(refused.text("detail"))
          .contains("was started when nobody had to approve it", "ops rerun " + id);
    }
  }
}
