package dev.holdfast.api.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Tokens for programs: never more than their user may do, never longer than they were made for. */
final class ApiTokensTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();

  private static Answer make(Http who, Map<String, Object> request) {
    return who.post("/api/v1/tokens", request);
  }

  private static String name() {
    return "t-" + UUID.randomUUID();
  }

  @Test
  void shouldBeGoodForWhatItWasMadeForOnly() {
    Answer made =
        make(OWNER, Map.of("name", name(), "permissions", List.of("servers:*", "catalog:read")));
    assertThat(made.status()).as(made.body()).isEqualTo(201);
    Http program = OWNER.as(made.text("token"));

    assertThat(program.get("/api/v1/servers").status()).isEqualTo(200);
    assertThat(program.get("/api/v1/catalog").status()).isEqualTo(200);
    assertThat(program.get("/api/v1/operations").text("detail"))
        .isEqualTo("You lack the permission operations:read.");
    assertThat(program.get("/api/v1/me").json().path("admin").asBoolean()).isFalse();
  }

  @Test
  void shouldNeverBeGoodForMoreThanItsUser() {
    Http viewer = PLATFORM.user("token-viewer", "viewer", "all");
    Http program =
        OWNER.as(make(viewer, Map.of("name", name(), "permissions", List.of("*:*"))).text("token"));

    assertThat(program.get("/api/v1/servers").status()).isEqualTo(200);
    assertThat(program.get("/api/v1/audit").status()).isEqualTo(403);
    OWNER.post("/api/v1/users/token-viewer/disable", null);
    assertThat(program.get("/api/v1/servers").status()).isIn(401, 429);
  }

  @Test
  void shouldEndWithItsTimeAndWhenRevoked() {
    Answer brief = make(OWNER, Map.of("name", name(), "expiresIn", "PT1S"));
    Answer made = make(OWNER, Map.of("name", name()));
    Http revoked = OWNER.as(made.text("token"));
    assertThat(revoked.get("/api/v1/me").status()).isEqualTo(200);

    assertThat(OWNER.delete("/api/v1/tokens/" + made.text("id")).status()).isEqualTo(204);
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    Http expired = OWNER.as(brief.text("token"));
    while (expired.get("/api/v1/me").status() == 200 && System.nanoTime() < until) {
      Thread.onSpinWait();
    }

    assertThat(revoked.get("/api/v1/me").status()).isIn(401, 429);
    assertThat(expired.get("/api/v1/me").status()).isIn(401, 429);
    assertThat(OWNER.delete("/api/v1/tokens/" + made.text("id")).status()).isEqualTo(404);
  }

  @Test
  void shouldShowATokenOnceAndKeepItsHashOnly() {
    String name = name();
    Answer made = make(OWNER, Map.of("name", name, "expiresIn", "P1D"));

    Answer list = OWNER.get("/api/v1/tokens");

    assertThat(list.body()).contains(made.text("id"), name).doesNotContain(made.text("token"));
    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(make(OWNER, Map.of("name", name)).text("code")).isEqualTo("token-exists");
  }

  @Test
  void shouldMakeNoTokenAndSignNobodyInByAToken() {
    Http program = OWNER.as(make(OWNER, Map.of("name", name())).text("token"));

    for (Answer refused :
        List.of(
            make(program, Map.of("name", name())),
            program.post("/api/v1/auth/links", Map.of()),
            program.delete("/api/v1/tokens/token-0"))) {
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.text("code")).isEqualTo("token-for-programs");
    }
  }

  @Test
  void shouldMakeTokensForOthersOnlyWithThePermissionAndNotForTheMightier() {
    String role = "tokens-" + UUID.randomUUID().toString().substring(0, 8);
    OWNER.post(
        "/api/v1/roles",
        Map.of("name", role, "permissions", List.of("tokens:write", "servers:read")));
    Http maker = PLATFORM.user("token-maker", role, "all");
    Http viewer = PLATFORM.user("token-plain", "viewer", "all");

    assertThat(make(viewer, Map.of("name", name(), "user", "token-maker")).text("detail"))
        .isEqualTo("You lack the permission tokens:write.");
    assertThat(viewer.get("/api/v1/tokens?all=true").status()).isEqualTo(403);
    assertThat(make(maker, Map.of("name", name(), "user", "admin")).text("code"))
        .isEqualTo("more-than-held");
    for (Map<String, Object> more :
        List.<Map<String, Object>>of(Map.of(), Map.of("permissions", List.of("audit:read")))) {
      // Else the maker could do tomorrow what the user is granted tomorrow.
      var request = new HashMap<String, Object>(more);
      request.putAll(Map.of("name", name(), "user", "token-plain"));
      assertThat(make(maker, request).text("code")).isEqualTo("more-than-held");
    }
    Answer limited =
        make(
            maker,
            Map.of("name", name(), "user", "token-plain", "permissions", List.of("servers:read")));
    assertThat(limited.status()).as(limited.body()).isEqualTo(201);
    assertThat(viewer.delete("/api/v1/tokens/" + limited.text("id")).status()).isEqualTo(204);
  }

  @Test
  void shouldTellEverythingThatIsWrongAtOnce() {
    Answer wrong =
        make(
            OWNER, Map.of("name", "A b", "permissions", List.of("servers"), "expiresIn", "P9999D"));

    assertThat(wrong.status()).isEqualTo(422);
    assertThat(wrong.json().path("errors")).hasSize(3);
  }
}
