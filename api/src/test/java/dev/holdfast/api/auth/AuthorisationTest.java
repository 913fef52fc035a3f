package dev.holdfast.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.Priority;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What roles, scopes and grants let through. */
final class AuthorisationTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String DEV = "scope=dev";

  @BeforeAll
  static void start() {
    server("scope-dev", "dev");
    server("scope-prod", "prod");
    operation("op-scope-dev", List.of("scope-dev"));
    operation("op-scope-both", List.of("scope-dev", "scope-prod"));
  }

  private static void server(String name, String scope) {
    OWNER.post("/api/v1/servers", Fixtures.server(name));
    Answer labelled =
        OWNER.patch("/api/v1/servers/" + name, Map.of("labels", Map.of("scope", scope)));
    assertThat(labelled.status()).isEqualTo(200);
  }

  private static void operation(String id, List<String> servers) {
    PLATFORM
        .part(Operations.class)
        .insert(
            new NewOperation(
                id,
                "exec",
                Priority.NORMAL,
                false,
                "admin",
                "all",
                "{\"command\":[\"true\"]}",
                new OperationSettings(false, 1, 0),
                null,
                "sha256:" + id,
                servers));
  }

  private static Answer start(Http who, String selector, Map<String, Object> more) {
    var request = new HashMap<String, Object>(more);
    request.put("type", "lockdown");
    request.put("selector", selector);
    return who.post("/api/v1/operations", request);
  }

  private static String grant(String user, Map<String, Object> request) {
    var body = new HashMap<String, Object>(request);
    body.put("user", user);
    Answer granted = OWNER.post("/api/v1/grants", body);
    assertThat(granted.status()).as(granted.body()).isEqualTo(201);
    return granted.text("id");
  }

  @Test
  void shouldShowOnlyWhatIsInScope() {
    Http viewer = PLATFORM.user("viewer-dev", "viewer", DEV);

    assertThat(viewer.get("/api/v1/servers").body())
        .contains("scope-dev")
        .doesNotContain("scope-prod");
    assertThat(viewer.get("/api/v1/servers/scope-dev").status()).isEqualTo(200);
    for (String name : List.of("scope-prod", "scope-none")) {
      Answer refused = viewer.get("/api/v1/servers/" + name);
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("detail"))
          .isEqualTo(
              "Your permission servers:read is for some servers only, and does not reach this.");
    }
    assertThat(viewer.get("/api/v1/operations?limit=200").body())
        .contains("op-scope-dev")
        .doesNotContain("op-scope-both");
    assertThat(viewer.get("/api/v1/operations/op-scope-dev").status()).isEqualTo(200);
    assertThat(viewer.get("/api/v1/operations/op-scope-both").status()).isEqualTo(403);
    assertThat(viewer.get("/api/v1/operations/op-scope-none").status()).isEqualTo(403);
  }

  @Test
  void shouldNameThePermissionThatIsMissing() {
    Http viewer = PLATFORM.user("viewer-all", "viewer", "all");

    Map<String, Answer> refused =
        Map.of(
            "servers:write", viewer.delete("/api/v1/servers/scope-dev"),
            "audit:read", viewer.get("/api/v1/audit"),
            "lockdown:run", start(viewer, "scope-dev", Map.of()),
            "operations:steer", viewer.post("/api/v1/operations/op-scope-dev/cancel", null),
            "grants:write",
                viewer.post("/api/v1/grants", Map.of("user", "viewer-all", "role", "admin")),
            "platform:administer", viewer.get("/openapi.json"));
    assertThat(refused)
        .allSatisfy((permission, answer) -> {
          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.text("code")).isEqualTo("permission-missing");
          assertThat(answer.text("detail"))
              .isEqualTo("You lack the permission " + permission + ".");
        });
    assertThat(viewer.get("/api/v1/operations/op-scope-both").status()).isEqualTo(200);
    assertThat(viewer.get("/api/v1/catalog").status()).isEqualTo(200);
    assertThat(OWNER.get("/api/v1/audit?limit=200").body())
        .contains("GET /audit", "DELETE /servers/scope-dev", "GET /openapi.json");
  }

  @Test
  void shouldAuditTokensThatNobodyHasAndWhatIsOutOfReach() {
    Http viewer = PLATFORM.user("viewer-audited", "viewer", DEV);

    viewer.get("/api/v1/servers/scope-prod");
    Answer nobody = OWNER.as("hf_" + "x".repeat(40)).get("/api/v1/servers/audited?secret=1");

    String audit = OWNER.get("/api/v1/audit?limit=200").body();
    assertThat(audit).contains("GET /servers/scope-prod").doesNotContain("secret=1");
    // After 20 of them in a minute, in whichever test, it is 429, and none is recorded.
    assertThat(nobody.status()).isIn(401, 429);
    assertThat(audit.contains("GET /servers/audited with a token that is not valid"))
        .isEqualTo(nobody.status() == 401);
  }

  @Test
  void shouldNameTheServersThatAnOperationMayNotTouch() {
    Http operator = PLATFORM.user("operator-dev", "operator", DEV);

    Answer both = start(operator, "scope-dev,scope-prod", Map.of());
    Answer approved = start(operator, "scope-dev", Map.of("approve", true));
    Answer own = start(operator, "scope-dev", Map.of("dryRun", true));

    assertThat(both.status()).isEqualTo(403);
    assertThat(both.text("detail"))
        .isEqualTo("Your permission lockdown:run does not reach scope-prod.");
    assertThat(approved.text("detail")).isEqualTo("You lack the permission approvals:decide.");
    assertThat(own.status()).as(own.body()).isEqualTo(202);
    assertThat(operator.post("/api/v1/operations/op-scope-both/cancel", null).status())
        .isEqualTo(403);
    assertThat(operator.post("/api/v1/policies/commands", Map.of()).status()).isEqualTo(403);
  }

  @Test
  void shouldTakeARevokedGrantAwayAtOnce() {
    Http user = PLATFORM.user("revoked", "member", "all");
    String id = grant("revoked", Map.of("role", "auditor"));
    assertThat(user.get("/api/v1/audit").status()).isEqualTo(200);

    assertThat(OWNER.delete("/api/v1/grants/" + id).status()).isEqualTo(204);

    assertThat(OWNER.get("/api/v1/audit?limit=20").body())
        .contains("grant add revoked auditor --scope all", "grant remove " + id);
    assertThat(user.get("/api/v1/audit").status()).isEqualTo(403);
    assertThat(OWNER.delete("/api/v1/grants/" + id).status()).isEqualTo(404);
    assertThat(OWNER.get("/api/v1/grants?user=revoked").body()).doesNotContain(id);
    assertThat(OWNER.get("/api/v1/grants?user=revoked&all=true").body())
        .contains(id, "\"revokedBy\":\"admin\"");
  }

  @Test
  void shouldEndAnExpiredGrantWithItsTime() throws Exception {
    Http user = PLATFORM.user("expiring", "member", "all");
    grant("expiring", Map.of("role", "auditor", "expiresIn", "PT1S"));
    assertThat(user.get("/api/v1/audit").status()).isEqualTo(200);

    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (user.get("/api/v1/audit").status() == 200 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }

    assertThat(user.get("/api/v1/audit").status()).isEqualTo(403);
    assertThat(OWNER.get("/api/v1/grants?user=expiring").body()).doesNotContain("auditor");
  }

  @Test
  void shouldMakeRolesOfItsOwnAndKeepThemWhileTheyAreGranted() {
    String role = "patcher-" + UUID.randomUUID().toString().substring(0, 8);
    Http user = PLATFORM.user("patcher", "member", "all");
    Answer wrong =
        OWNER.post(
            "/api/v1/roles", Map.of("name", role, "permissions", List.of("servers", "a:b:c")));
    Answer made =
        OWNER.post("/api/v1/roles", Map.of("name", role, "permissions", List.of("audit:read")));
    String id = grant("patcher", Map.of("role", role));

    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("errors")).hasSize(2);
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    assertThat(user.get("/api/v1/audit").status()).isEqualTo(200);
    assertThat(OWNER.delete("/api/v1/roles/" + role).text("code")).isEqualTo("role-granted");
    OWNER.delete("/api/v1/grants/" + id);
    assertThat(OWNER.delete("/api/v1/roles/" + role).status()).isEqualTo(204);
    assertThat(OWNER.delete("/api/v1/roles/admin").text("code")).isEqualTo("system-role");
    assertThat(
            OWNER
                .post("/api/v1/roles", Map.of("name", "admin", "permissions", List.of("a:b")))
                .status())
        .isEqualTo(409);
  }

  @Test
  void shouldChangeARoleForWhoeverHasIt() {
    String role = "changed-" + UUID.randomUUID().toString().substring(0, 8);
    String path = "/api/v1/roles/" + role;
    OWNER.post("/api/v1/roles", Map.of("name", role, "permissions", List.of("audit:read")));
    Http user = PLATFORM.user(role, role, "all");
    assertThat(user.get("/api/v1/audit").status()).isEqualTo(200);

    Answer described = OWNER.send("PATCH", path, Map.of("description", "reads"), Map.of());
    Answer changed =
        OWNER.send("PATCH", path, Map.of("permissions", List.of("roles:write")), Map.of());

    assertThat(described.json().path("permissions").path(0).asString()).isEqualTo("audit:read");
    assertThat(changed.text("description")).isEqualTo("reads");
    assertThat(user.get("/api/v1/audit").status()).isEqualTo(403);
    assertThat(
            user.send("PATCH", path, Map.of("permissions", List.of("audit:read")), Map.of())
                .text("code"))
        .as("to more than one has")
        .isEqualTo("more-than-held");
    OWNER.send("PATCH", path, Map.of("permissions", List.of("audit:read", "a:b")), Map.of());
    Http weaker = PLATFORM.user(role + "-weaker", "member", "all");
    OWNER.post(
        "/api/v1/roles", Map.of("name", role + "-writer", "permissions", List.of("roles:write")));
    grant(role + "-weaker", Map.of("role", role + "-writer"));
    assertThat(
            weaker
                .send("PATCH", path, Map.of("permissions", List.of("roles:write")), Map.of())
                .text("code"))
        .as("of more than one has")
        .isEqualTo("more-than-held");
    assertThat(
            OWNER
                .send("PATCH", "/api/v1/roles/viewer", Map.of("description", "x"), Map.of())
                .text("code"))
        .isEqualTo("system-role");
    assertThat(OWNER.send("PATCH", path, Map.of("permissions", List.of()), Map.of()).status())
        .isEqualTo(422);
    assertThat(OWNER.send("PATCH", path + "-none", Map.of("description", "x"), Map.of()).status())
        .isEqualTo(404);
  }

  @Test
  void shouldNotGiveAwayMoreThanOneHas() {
    String role = "granter-" + UUID.randomUUID().toString().substring(0, 8);
    OWNER.post(
        "/api/v1/roles",
        Map.of(
            "name", role, "permissions", List.of("grants:write", "roles:write", "servers:read")));
    Http granter = PLATFORM.user("granter", role, "all");
    Http scoped = PLATFORM.user("granter-dev", role, DEV);

    Answer admin = granter.post("/api/v1/grants", Map.of("user", "granter", "role", "admin"));
    Answer wide =
        granter.post("/api/v1/roles", Map.of("name", "wide", "permissions", List.of("*:read")));

    assertThat(admin.status()).isEqualTo(403);
    assertThat(admin.text("code")).isEqualTo("more-than-held");
    assertThat(wide.text("detail")).contains("*:read");
    assertThat(granter.post("/api/v1/grants", Map.of("user", "granter", "role", role)).status())
        .isEqualTo(201);
    assertThat(scoped.post("/api/v1/grants", Map.of("user", "granter-dev", "role", role)).status())
        .isEqualTo(403);
  }

  @Test
  void shouldGiveAwayNothingThatOutlivesWhatOneHas() {
    Http guest = PLATFORM.user("granter-guest", "member", "all");
    grant("granter-guest", Map.of("role", "admin", "expiresIn", "PT1H"));

    Answer good = guest.post("/api/v1/grants", Map.of("user", "granter-guest", "role", "admin"));
    Answer longer =
        guest.post(
            "/api/v1/grants",
            Map.of("user", "granter-guest", "role", "viewer", "expiresIn", "PT2H"));
    Answer token =
        guest.post("/api/v1/tokens", Map.of("name", "kept", "user", "admin", "expiresIn", "P1D"));
    Answer shorter =
        guest.post(
            "/api/v1/grants",
            Map.of("user", "granter-guest", "role", "viewer", "expiresIn", "PT10M"));

    for (Answer refused : List.of(good, longer, token)) {
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("more-than-held");
      assertThat(refused.text("detail")).contains("yourself for so long");
    }
    assertThat(shorter.status()).as(shorter.body()).isEqualTo(201);
  }

  @Test
  void shouldUndoNothingThatOneMayNotSee() {
    Http operator = PLATFORM.user("operator-undo", "operator", DEV);

    Answer hidden = undo(operator, "op-scope-both");
    Answer none = undo(operator, "op-scope-none");
    Answer seen = undo(operator, "op-scope-dev");

    assertThat(hidden.status()).as(hidden.body()).isEqualTo(422);
    assertThat(hidden.body()).contains("there is no operation op-scope-both");
    assertThat(none.body()).contains("there is no operation op-scope-none");
    assertThat(seen.body()).contains("op-scope-dev was exec");
    assertThat(operator.post("/api/v1/operations/op-scope-both/rerun", Map.of()).status())
        .isEqualTo(403);
  }

  private static Answer undo(Http who, String operation) {
    return who.post(
        "/api/v1/operations",
        Map.of("type", "undo", "selector", "scope-dev", "input", Map.of("operation", operation)));
  }

  @Test
  void shouldKeepSchedulesForWhatOneMayDoOneself() {
    String role = "planner-" + UUID.randomUUID().toString().substring(0, 8);
    OWNER.post(
        "/api/v1/roles",
        Map.of("name", role, "permissions", List.of("schedules:read", "schedules:write")));
    Http planner = PLATFORM.user("planner", role, "all");
    assertThat(schedule(OWNER, "scope-owners", null).status()).isEqualTo(201);

    Answer unable = schedule(planner, "scope-unable", null);
    Answer trigger = planner.post("/api/v1/schedules/scope-owners/trigger", null);
    Answer resume = planner.post("/api/v1/schedules/scope-owners/resume", null);
    Answer backfill =
        planner.post(
            "/api/v1/schedules/scope-owners/backfill",
            Map.of("from", "2026-01-01T00:00:00Z", "to", "2026-01-01T01:00:00Z"));
    grant("planner", Map.of("role", "operator"));
    Answer approved =
        schedule(planner, "scope-approved", Instant.now().plusSeconds(600).toString());

    for (Answer refused : List.of(unable, trigger, resume, backfill)) {
      assertThat(refused.status()).as(refused.body()).isEqualTo(403);
      assertThat(refused.text("detail")).isEqualTo("You lack the permission lockdown:run.");
    }
    assertThat(approved.text("detail")).isEqualTo("You lack the permission approvals:decide.");
    assertThat(OWNER.delete("/api/v1/schedules/scope-owners").status()).isEqualTo(204);
  }

  private static Answer schedule(Http who, String name, @Nullable String approveUntil) {
    var request = new HashMap<String, Object>();
    request.put("name", name);
    request.put("operation", Map.of("type", "lockdown", "selector", "scope-dev"));
    request.put("cron", "0 3 * * *");
    request.put("zone", "UTC");
    if (approveUntil != null) {
      request.put("approveUntil", approveUntil);
    }
    return who.post("/api/v1/schedules", request);
  }

  @Test
  void shouldShutADisabledUserOutAtOnce() {
    Http user = PLATFORM.user("leaver", "viewer", "all");
    assertThat(user.get("/api/v1/me").json().path("roles").toString()).contains("viewer");

    assertThat(OWNER.post("/api/v1/users/leaver/disable", null).status()).isEqualTo(200);

    assertThat(user.get("/api/v1/me").status()).isIn(401, 429);
    OWNER.post("/api/v1/users/leaver/enable", null);
    assertThat(user.get("/api/v1/me").status()).isEqualTo(200);
    assertThat(OWNER.delete("/api/v1/users/leaver").status()).isEqualTo(204);
    assertThat(user.get("/api/v1/me").status()).isIn(401, 429);
    assertThat(OWNER.post("/api/v1/users/admin/disable", null).text("code"))
        .isEqualTo("platform-administrator");
    assertThat(OWNER.delete("/api/v1/users/admin").status()).isEqualTo(409);
  }

  @Test
  void shouldGiveANewUserNothing() {
    assertThat(OWNER.post("/api/v1/users", Map.of("name", "newcomer")).status()).isEqualTo(201);
    assertThat(OWNER.post("/api/v1/users", Map.of("name", "newcomer")).status()).isEqualTo(409);
    assertThat(OWNER.post("/api/v1/users", Map.of("name", "New Comer")).status()).isEqualTo(422);
    Http newcomer = OWNER.as(PLATFORM.part(Tokens.class).issue("newcomer", TokenKind.CLI, null));

    assertThat(newcomer.get("/api/v1/me").json().path("permissions")).hasSize(1);
    for (String path : List.of("servers", "operations", "catalog", "approvals", "users", "roles")) {
      assertThat(newcomer.get("/api/v1/" + path).status()).isEqualTo(403);
    }
    assertThat(PLATFORM.part(Users.class).find("other", "newcomer")).isEmpty();
  }
}
