package dev.holdfast.api.identity;

import static dev.holdfast.api.identity.Logins.OWNER;
import static dev.holdfast.api.identity.Logins.PASSWORD;
import static dev.holdfast.api.identity.Logins.PLATFORM;
import static dev.holdfast.api.identity.Logins.as;
import static dev.holdfast.api.identity.Logins.login;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whose password who may set, and to what. */
final class PasswordsTest {

  @BeforeEach
  void unlock() {
    Logins.unlock();
  }

  private static Answer set(Http who, String user, Map<String, Object> request) {
    return who.post("/api/v1/users/" + user + "/password", request);
  }

  @Test
  void shouldTellAllFaultsOfAPasswordAtOnce() {
    Logins.user("abe", "viewer");

    Answer weak = set(OWNER, "abe", Map.of("password", "password"));
    Answer same = set(OWNER, "abe", Map.of("password", PASSWORD));

    assertThat(weak.status()).isEqualTo(422);
    assertThat(weak.json().path("errors")).hasSize(5);
    assertThat(same.body()).contains("is one of the last 5 passwords");
    assertThat(set(OWNER, "nobody", Map.of("password", PASSWORD)).status()).isEqualTo(404);
  }

  @Test
  void shouldSetOnesOwnWithThatOfNowAndEndTheOtherSessions() {
    Logins.user("ben", "viewer");
    Answer here = login("ben");
    Answer there = login("ben");
    String next = "Maple-37-Crow+Sea";

    assertThat(as(here).get("/api/v1/me").json().path("passwordNeeded").asBoolean()).isTrue();
    assertThat(set(as(here), "ben", Map.of("password", next)).status()).isEqualTo(422);
    assertThat(
            set(as(here), "ben", Map.of("password", next, "current", "Wrong-29-Wolf+Sky"))
                .text("code"))
        .isEqualTo("wrong-password");
    assertThat(set(as(here), "ben", Map.of("password", next, "current", PASSWORD)).status())
        .isEqualTo(200);

    assertThat(Logins.refresh(there.text("refreshToken")).status()).isEqualTo(401);
    assertThat(Logins.refresh(here.text("refreshToken")).status()).isEqualTo(200);
    assertThat(login("ben", PASSWORD).status()).isEqualTo(401);
    assertThat(login("ben", next).status()).isEqualTo(200);
    assertThat(Logins.audited()).contains("user password ben").doesNotContain(next);
  }

  @Test
  void shouldSetNoFirstPasswordFromASession() {
    Logins.user("kay", "viewer");
    Answer session = login("kay");
    Logins.sql("update users set password_hash = null where name = 'kay'");

    Answer refused = set(as(session), "kay", Map.of());

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.text("code")).isEqualTo("first-password");
  }

  @Test
  void shouldMakeNoTokenInASessionWithoutThePassword() {
    Logins.user("lou", "viewer");
    Http session = as(login("lou"));

    assertThat(session.post("/api/v1/tokens", Map.of("name", "stay")).body())
        .contains("\"field\":\"current\"");
    assertThat(
            session
                .post("/api/v1/tokens", Map.of("name", "stay", "current", "Wrong-29-Wolf+Sky"))
                .text("code"))
        .isEqualTo("wrong-password");
    assertThat(session.post("/api/v1/tokens", Map.of("name", "stay", "current", PASSWORD)).status())
        .isEqualTo(201);
  }

  @Test
  void shouldNotLetOneShutOutThoseWhoManageMore() {
    String role = "desk-" + UUID.randomUUID().toString().substring(0, 8);
    OWNER.post(
        "/api/v1/roles",
        Map.of("name", role, "permissions", List.of("users:write", "grants:write", "grants:read")));
    Http desk = PLATFORM.user("mel", role, "all");
    PLATFORM.user("ned", "admin", "all");
    PLATFORM.user("ole", "operator", "all");
    String grant = OWNER.get("/api/v1/grants?user=ned").json().at("/items/0/id").asString();

    for (Answer refused :
        List.of(
            desk.post("/api/v1/users/ned/disable", null),
            desk.delete("/api/v1/users/ned"),
            desk.delete("/api/v1/grants/" + grant))) {
      assertThat(refused.text("code")).as(refused.body()).isEqualTo("more-than-held");
      assertThat(refused.text("detail")).contains("roles:write");
    }
    assertThat(desk.post("/api/v1/users/ole/disable", null).status()).isEqualTo(200);
    // What it gives back it does not have.
    assertThat(desk.post("/api/v1/users/ole/enable", null).text("code"))
        .isEqualTo("more-than-held");
    assertThat(OWNER.post("/api/v1/users/ole/enable", null).status()).isEqualTo(200);
  }

  @Test
  void shouldMakeAPasswordAndShowItOnce() {
    Logins.user("cid", "viewer");

    Answer made = set(OWNER, "cid", Map.of());

    assertThat(made.header("Cache-Control")).isEqualTo("no-store");
    assertThat(login("cid", made.text("password")).status()).isEqualTo(200);
    assertThat(Logins.audited()).doesNotContain(made.text("password"));
  }

  @Test
  void shouldNotLetOneTakeOverOthers() {
    String role = "desk-" + UUID.randomUUID().toString().substring(0, 8);
    OWNER.post("/api/v1/roles", Map.of("name", role, "permissions", List.of("users:write")));
    Logins.user("dan", role);
    Logins.user("eli", "viewer");
    Logins.user("fay", "admin");
    Map<String, Object> request = Map.of("password", "Maple-37-Crow+Sea");

    assertThat(set(as(login("eli")), "dan", request).text("code")).isEqualTo("permission-missing");
    assertThat(set(as(login("dan")), "eli", request).text("code")).isEqualTo("more-than-held");
    assertThat(set(as(login("fay")), "admin", request).text("code"))
        .isEqualTo("platform-administrator");
    assertThat(set(as(login("fay")), "eli", request).status()).isEqualTo(200);
    String token =
        OWNER.post("/api/v1/tokens", Map.of("name", "t-" + UUID.randomUUID())).text("token");
    assertThat(set(OWNER.as(token), "eli", request).text("code")).isEqualTo("token-for-programs");
  }
}
