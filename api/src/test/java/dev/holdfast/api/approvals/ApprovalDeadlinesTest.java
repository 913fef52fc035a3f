package dev.holdfast.api.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.ApprovableLockdown;
import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of plans on which nobody decides. */
@Timeout(60)
final class ApprovalDeadlinesTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Http BOB = PLATFORM.user("deadline-bob", "approver", "all");
  private static final Http CAROL = PLATFORM.user("deadline-carol", "approver", "all");
  private static final AtomicInteger SERVERS = new AtomicInteger();

  private final ApprovalDeadlines deadlines = PLATFORM.part(ApprovalDeadlines.class);
  private final String server = "deadline-" + SERVERS.incrementAndGet();
  private final String rule = "rule-of-" + server;

  ApprovalDeadlinesTest() {
    OWNER.post("/api/v1/servers", Fixtures.server(server));
  }

  /** Rules are about the whole organisation, and this one is about other tests as well. */
  @AfterEach
  void removeRule() {
    OWNER.delete("/api/v1/approvals/rules/" + rule);
  }

  private Answer set(Map<String, Object> content) {
    var request = new HashMap<String, Object>(content);
    request.put("selector", "test=" + server);
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

  /** The events of that kind, once there is one of the operation: they are told a moment later. */
  private static String escalated(String id) {
    String events = "";
    while (!events.contains("operation/" + id)) {
      events = OWNER.get("/api/v1/events?kind=approval.escalated&limit=1000").body();
    }
    return events;
  }

  /** The plan has waited for so long by now. */
  private static void waited(String id, int seconds) {
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle ->
            handle.execute(
                "update operations set asked_at = now() - make_interval(secs => ?) where id = ?",
                seconds,
                id));
  }

  @Test
  void shouldRejectAPlanThatNobodyApprovesInTime() {
    assertThat(set(Map.of("expireSeconds", 3600)).status()).isEqualTo(201);
    String id = waiting();
    deadlines.look(Instant.now());
    assertThat(OWNER.get("/api/v1/operations/" + id).text("state")).isEqualTo("awaiting-approval");
    assertThat(OWNER.get("/api/v1/approvals").body()).contains("expiresAt");

    deadlines.look(Instant.now().plusSeconds(3700));

    Fixtures.awaitState(OWNER, id, "cancelled");
    assertThat(OWNER.get("/api/v1/operations/" + id).json().at("/decisions/0/by").asString())
        .isEqualTo("the approval rule '" + rule + "'");
  }

  @Test
  void shouldAskMorePeopleAfterAWhileAndTellThatOnce() {
    Answer set =
        set(
            Map.of(
                "users",
                List.of("deadline-bob"),
                "escalation",
                Map.of("afterSeconds", 3600, "users", List.of("deadline-carol"))));
    assertThat(set.status()).as(set.body()).isEqualTo(201);
    String id = waiting();
    assertThat(approve(CAROL, id).status()).isEqualTo(403);

    waited(id, 3700);
    deadlines.look(Instant.now());
    deadlines.look(Instant.now());

    assertThat(escalated(id))
        .containsOnlyOnce("operation/" + id)
        .contains("\"to\": \"deadline-carol\"");
    assertThat(approve(CAROL, id).status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldStillTakeTheApprovalOfWhomTheRuleNamedFirst() {
    set(
        Map.of(
            "users",
            List.of("deadline-bob"),
            "escalation",
            Map.of("afterSeconds", 60, "roles", List.of("approver"))));
    String id = waiting();
    waited(id, 120);

    assertThat(approve(BOB, id).status()).isEqualTo(200);
    Fixtures.awaitState(OWNER, id, "succeeded");
  }

  @Test
  void shouldRefuseTimesThatMeanNothing() {
    assertThat(set(Map.of("expireSeconds", 5)).body()).contains("from 1 minute to 90 days");
    assertThat(
            set(Map.of("escalation", Map.of("afterSeconds", 60, "users", List.of("deadline-bob"))))
                .body())
        .contains("asks nobody new");
    assertThat(
            set(Map.of(
                    "users",
                    List.of("deadline-bob"),
                    "escalation",
                    Map.of("afterSeconds", 60, "users", List.of("deadline-nobody"))))
                .body())
        .contains("escalation.users", "there is no user 'deadline-nobody'");
    assertThat(
            set(Map.of(
                    "users",
                    List.of("deadline-bob"),
                    "expireSeconds",
                    3600,
                    "escalation",
                    Map.of("afterSeconds", 3600, "roles", List.of("approver"))))
                .body())
        .contains("is not before expireSeconds");
  }
}
