package dev.holdfast.api.quorum;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.auth.Caller;
import dev.holdfast.api.auth.Callers;
import dev.holdfast.api.operations.OperationStarts;
import dev.holdfast.api.testing.ApprovableLockdown;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.atrest.AtRest;
import dev.holdfast.platform.change.Plans;
import dev.holdfast.schemas.change.Change;
import dev.holdfast.schemas.change.Plan;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

final class ApprovalRulesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Http BOB = PLATFORM.user("quorum-bob", "approver", "all");
  private static final Http CAROL = PLATFORM.user("quorum-carol", "approver", "all");
  private static final AtomicInteger SERVERS = new AtomicInteger();

  private final String server = "quorum-" + SERVERS.incrementAndGet();
  private final String selector = "test=" + server;
  private final String rule = "rule-of-" + server;

  ApprovalRulesTest() {
    OWNER.post("/api/v1/servers", Fixtures.server(server));
  }

  /** Rules are about the whole organisation, and this one is about other tests as well. */
  @AfterEach
  void removeRule() {
    OWNER.delete("/api/v1/approvals/rules/" + rule);
  }

  private Answer set(Map<String, Object> content) {
    var request = new HashMap<String, Object>(content);
    request.putIfAbsent("selector", selector);
    return OWNER.send("PUT", "/api/v1/approvals/rules/" + rule, request, Map.of());
  }

  private String waiting() {
    String id =
        OWNER.post("/api/v1/operations", Map.of("type", "lockdown", "selector", server)).text("id");
    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    return id;
  }

  private static Answer approve(Http who, String id) {
    return who.post(
        "/api/v1/approvals/" + id + "/approve", Map.of("planHash", ApprovableLockdown.planHash()));
  }

  private static JsonNode pending(String id) {
    return OWNER
        .get("/api/v1/approvals")
        .json()
        .path("items")
        .valueStream()
        .filter(plan -> plan.path("id").asString().equals(id))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void shouldWaitForAsManyAsTheRuleAsksFor() {
    assertThat(set(Map.of("approvals", 2)).status()).isEqualTo(201);
    String id = waiting();

    Answer own = approve(OWNER, id);
    assertThat(own.status()).isEqualTo(403);
    assertThat(own.text("code")).isEqualTo("approval-rule");
    assertThat(own.text("detail"))
        .isEqualTo(
            "Your approval does not count: the approval rule '%s' asks for 2 approvals by anybody"
                    .formatted(rule)
                + " who may decide on plans, but not whoever started it.");

    Answer first =
        BOB.post(
            "/api/v1/approvals/" + id + "/approve",
            Map.of("planHash", ApprovableLockdown.planHash(), "reason", "looks right"));
    assertThat(first.status()).isEqualTo(202);
    assertThat(first.json().at("/needs/0/given/0").asString()).isEqualTo("quorum-bob");
    assertThat(approve(BOB, id).status()).isEqualTo(202);
    JsonNode need = pending(id).path("needs").path(0);
    assertThat(need.path("rule").asString()).isEqualTo(rule);
    assertThat(need.path("approvals").asInt()).isEqualTo(2);
    assertThat(need.path("given").valueStream().map(JsonNode::asString))
        .containsExactly("quorum-bob");

    assertThat(OWNER.get("/api/v1/operations/" + id + "/explain").body())
        .contains(", 1 more for the approval rule '" + rule + "' by anybody who may decide");

    assertThat(approve(CAROL, id).status()).isEqualTo(200);
    JsonNode end = Fixtures.awaitState(OWNER, id, "succeeded");
    assertThat(end.path("initiator").asString()).isEqualTo("admin");
    assertThat(
            OWNER
                .get("/api/v1/operations/" + id)
                .json()
                .path("decisions")
                .valueStream()
                .map(made -> made.path("by").asString() + ": " + made.path("reason").asString("")))
        .containsExactly("quorum-bob: looks right", "quorum-carol: ");
    assertThat(OWNER.get("/api/v1/events?kind=approval.decided&limit=1000").body())
        .containsOnlyOnce("operation/" + id);
  }

  @Test
  void shouldCountOnlyWhomTheRuleNames() {
    set(Map.of("users", List.of("quorum-carol"), "risk", "lock-out", "reason", "ask carol"));
    String id = waiting();

    Answer refused = approve(BOB, id);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("by quorum-carol", "(ask carol)");

    assertThat(approve(CAROL, id).status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldLeaveAloneAPlanWithoutTheRisk() {
    set(Map.of("risk", "lock-out"));
    String harmless = waiting();
    plan(harmless, Change.Risk.MEDIUM);
    String risky = waiting();
    plan(risky, Change.Risk.LOCK_OUT);

    assertThat(approve(OWNER, harmless).status()).isEqualTo(200);
    assertThat(approve(OWNER, risky).status()).isEqualTo(403);
    assertThat(approve(BOB, risky).status()).isEqualTo(200);
  }

  private void plan(String id, Change.Risk risk) {
    Change change = new Change("file:/etc/x", Change.Action.REMOVE, "", "", risk, null, null);
    Plan plan =
        new Plan(
            server,
            ApprovableLockdown.planHash(),
            List.of(new Plan.Group("g", "G", 0, List.of(change))),
            0,
            List.of(),
            null,
            null,
            null);
    new Plans(PLATFORM.part(Jdbi.class), PLATFORM.part(AtRest.class)).store(id, plan);
  }

  @Test
  void shouldTakeNoTokenForProgramsForAPerson() {
    set(Map.of());
    String id = waiting();
    String token =
        OWNER
            .post("/api/v1/tokens", Map.of("name", "of-bob-" + server, "user", "quorum-bob"))
            .text("token");
    assertThat(token).isNotEmpty();

    Answer refused = approve(OWNER.as(token), id);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("detail")).contains("a token for programs does not count");
    assertThat(approve(BOB, id).status()).isEqualTo(200);
  }

  @Test
  void shouldKnowAMachineByItsOtherNames() {
    Map<String, Object> second = Fixtures.server(server + "-second");
    second.put("aliasOf", server);
    assertThat(OWNER.post("/api/v1/servers", second).status()).isEqualTo(201);
    set(Map.of());

    Answer refused =
        OWNER.post(
            "/api/v1/operations",
            Map.of("type", "lockdown", "selector", server + "-second", "approve", true));

    assertThat(refused.text("code")).isEqualTo("approval-rule");
  }

  @Test
  void shouldCountNobodyWhoMayNoLongerDecide() {
    Http dave = PLATFORM.user("quorum-dave", "approver", "all");
    set(Map.of("approvals", 2));
    String id = waiting();
    assertThat(approve(dave, id).status()).isEqualTo(202);

    assertThat(OWNER.post("/api/v1/users/quorum-dave/disable", null).status()).isLessThan(300);
    assertThat(approve(BOB, id).status()).isEqualTo(202);

    assertThat(
            pending(id).path("needs").path(0).path("given").valueStream().map(JsonNode::asString))
        .containsExactly("quorum-bob");
    assertThat(approve(CAROL, id).status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldApproveNothingUnseenWhereARuleAsks() {
    set(Map.of("operations", List.of("lockdown")));
    Map<String, Object> unseen = Map.of("type", "lockdown", "selector", server, "approve", true);

    Answer refused = OWNER.post("/api/v1/operations", unseen);

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("approval-rule");
    var rehearsal = new HashMap<String, Object>(unseen);
    rehearsal.put("dryRun", true);
    assertThat(OWNER.post("/api/v1/operations", rehearsal).status()).isEqualTo(202);
    assertThat(refused.text("detail"))
        .startsWith("Its plan cannot be approved before it is made: the approval rule '" + rule)
        .endsWith("Start it without approving it, and approve its plan.");

    set(Map.of("operations", List.of("undo")));
    String id = OWNER.post("/api/v1/operations", unseen).text("id");
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldLetWhatWasApprovedBeforehandWait() {
    set(Map.of());
    ObjectNode request = new JsonMapper().createObjectNode();
    request.put("type", "lockdown").put("selector", server).put("approve", true);
    Caller admin = PLATFORM.part(Callers.class).acting("default", "admin").orElseThrow();

    String id = PLATFORM.part(OperationStarts.class).start(request, admin, "key-of-" + server);

    Fixtures.awaitState(OWNER, id, "awaiting-approval");
    assertThat(PLATFORM.part(OperationStarts.class).start(request, admin, "key-of-" + server))
        .isEqualTo(id);
    assertThat(approve(BOB, id).status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldRefuseARuleThatNobodyCouldMeet() {
    PLATFORM.user("quorum-viewer", "viewer", "all");

    assertThat(set(Map.of("users", List.of("quorum-viewer"))).body())
        .contains("1 is asked for, and nobody's would count");
    assertThat(set(Map.of("users", List.of("quorum-bob"), "approvals", 2)).body())
        .contains("2 are asked for, and only those of quorum-bob would count");
    assertThat(set(Map.of("users", List.of("quorum-nobody"))).body())
        .contains("there is no user 'quorum-nobody'");
    assertThat(set(Map.of("roles", List.of("none"))).body()).contains("there is no role 'none'");
    assertThat(set(Map.of("operations", List.of("exec"), "risk", "lock-out")).body())
        .contains("exec makes no plan, so no risk of it is known");
    assertThat(set(Map.of("operations", List.of("incident"))).body())
        .contains("incident is not about servers");
    assertThat(set(Map.of("operations", List.of("lokdown"))).body())
        .contains("there is no operation 'lokdown'");
    assertThat(set(Map.of("selector", "quorum-no-server")).body())
        .contains("there is no server 'quorum-no-server'");
    Answer wrong =
        set(Map.of("hours", "always", "risk", "high", "approvals", 0, "selector", "env="));
    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.body()).contains("\"hours\"", "\"risk\"", "\"approvals\"");
    assertThat(OWNER.send("PUT", "/api/v1/approvals/rules/No%20Name", Map.of(), Map.of()).status())
        .isEqualTo(422);
    assertThat(OWNER.get("/api/v1/approvals/rules").body()).doesNotContain(rule);
  }

  @Test
  void shouldListAndRemoveRules() {
    set(Map.of("hours", "mon-fri 08:00-18:00 UTC", "roles", List.of("approver"), "own", true));

    Answer list = OWNER.get("/api/v1/approvals/rules");
    JsonNode shown =
        list.json()
            .path("items")
            .valueStream()
            .filter(item -> item.path("name").asString().equals(rule))
            .findFirst()
            .orElseThrow();
    assertThat(shown.path("hours").asString()).isEqualTo("mon-fri 08:00-18:00 UTC");
    assertThat(shown.path("from").asString()).isEqualTo("a user with the role approver");
    assertThat(shown.path("changedBy").asString()).isEqualTo("admin");
    assertThat(BOB.get("/api/v1/approvals/rules").status()).isEqualTo(403);

    assertThat(OWNER.delete("/api/v1/approvals/rules/" + rule).status()).isEqualTo(204);
    assertThat(OWNER.delete("/api/v1/approvals/rules/" + rule).status()).isEqualTo(404);
  }
}
