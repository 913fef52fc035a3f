package dev.holdfast.api.quotas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.identity.Grants;
import dev.holdfast.platform.identity.TokenKind;
import dev.holdfast.platform.identity.Tokens;
import dev.holdfast.platform.identity.Users;
import dev.holdfast.schemas.server.Selector;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

final class QuotasTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final int AT_ONCE = 20;

  private String org = "";

  @BeforeEach
  void organisation(TestInfo test) {
    org = "quota-" + Integer.toHexString(test.getDisplayName().hashCode());
    good(OWNER.post("/api/v1/organisations", Map.of("name", org)));
  }

  private Answer owner(String method, String path, Object body) {
    return OWNER.send(method, "/api/v1" + path, body, Map.of("X-Holdfast-Organisation", org));
  }

  private void limit(String quota, long most) {
    good(
        OWNER.patch(
            "/api/v1/organisations/" + org + "/quotas", Map.of("quotas", Map.of(quota, most))));
  }

  private long used(String quota) {
    return good(OWNER.get("/api/v1/organisations/" + org + "/quotas"))
        .json()
        .valueStream()
        .filter(it -> it.path("quota").asString().equals(quota))
        .findFirst()
        .orElseThrow()
        .path("used")
        .asLong();
  }

  private Answer start(String key) {
    return OWNER.send(
        "POST",
        "/api/v1/operations",
        Map.of("type", "exec", "selector", "web", "input", Map.of("command", List.of("true"))),
        Map.of("X-Holdfast-Organisation", org, "Idempotency-Key", key));
  }

  private static Answer good(Answer answer) {
    assertThat(answer.status()).as(answer.body()).isBetween(200, 204);
    return answer;
  }

  private static List<Answer> atOnce(Callable<Answer> call) throws Exception {
    try (var many = Executors.newFixedThreadPool(AT_ONCE)) {
      List<Callable<Answer>> calls = IntStream.range(0, AT_ONCE).mapToObj(_ -> call).toList();
      List<Future<Answer>> answers = many.invokeAll(calls);
      return answers.stream().map(Future::resultNow).toList();
    }
  }

  private static List<Answer> refused(List<Answer> answers, String code) {
    return answers.stream().filter(it -> it.text("code").equals(code)).toList();
  }

  @Test
  void shouldLetOneOfManyStartWhereThereIsRoomForOne() throws Exception {
    good(owner("POST", "/servers", Fixtures.server("web")));
    limit("operations", 1);

    List<Answer> answers = atOnce(() -> start(UUID.randomUUID().toString()));

    assertThat(answers).filteredOn(it -> it.status() == 202).hasSize(1);
    List<Answer> refused = refused(answers, "quota-operations");
    assertThat(refused).hasSize(AT_ONCE - 1).allMatch(it -> it.status() == 409);
    assertThat(refused.getFirst().text("detail"))
        .contains("'" + org + "' may have 1 operations under way", "org quota set " + org);
    assertThat(used("operations")).isEqualTo(1);
  }

  @Test
  void shouldAnswerARepetitionThoughThereIsNoRoom() {
    good(owner("POST", "/servers", Fixtures.server("web")));
    limit("operations", 1);

    String first = good(start("same")).text("id");

    assertThat(good(start("same")).text("id")).isEqualTo(first);
    assertThat(start("another").text("code")).isEqualTo("quota-operations");
    limit("operations", -1);
    good(start("another"));
  }

  @Test
  void shouldLimitServersAndSchedulesAndKeepWhatThereIs() throws Exception {
    good(owner("POST", "/servers", Fixtures.server("web")));
    limit("servers", 2);
    List<Answer> added =
        atOnce(() -> owner("POST", "/servers", Fixtures.server("web-" + UUID.randomUUID())));
    assertThat(added).filteredOn(it -> it.status() == 201).hasSize(1);
    assertThat(refused(added, "quota-servers")).hasSize(AT_ONCE - 1);
    limit("servers", 0);
    assertThat(used("servers")).isEqualTo(2);

    limit("schedules", 0);
    Answer schedule =
        owner(
            "POST",
            "/schedules",
            Map.of(
                "name",
                "nightly",
                "cron",
                "@daily",
                "operation",
                Map.of(
                    "type",
                    "exec",
                    "selector",
                    "web",
                    "input",
                    Map.of("command", List.of("true")))));
    assertThat(schedule.text("code")).isEqualTo("quota-schedules");
    assertThat(used("schedules")).isZero();
  }

  @Test
  void shouldTakeNoFileThatDoesNotFit() {
    limit("file-bytes", 10);

    good(put("123456"));
    Answer refused = put("1234567");

    assertThat(refused.text("code")).isEqualTo("quota-file-bytes");
    assertThat(refused.text("detail")).contains("may have 10 bytes of files");
    assertThat(used("file-bytes")).isEqualTo(6);
    good(put("1234"));
  }

  private Answer put(String content) {
    return owner("PUT", "/files?upload=" + UUID.randomUUID(), content);
  }

  @Test
  void shouldLimitTheRequestsOfAllTokensTogether() {
    limit("requests", 20);
    Http one = member("one");
    Http two = member("two");

    int sent = 0;
    Answer answer = one.get("/api/v1/me");
    while (answer.status() == 200 && sent < 100) {
      sent++;
      answer = (sent % 2 == 0 ? one : two).get("/api/v1/me");
    }

    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.text("code")).isEqualTo("quota-requests");
    assertThat(answer.text("detail")).contains("'" + org + "' may send 20 requests a minute");
    assertThat(answer.header("Retry-After")).isNotNull();
    // A minute may have ended in between.
    assertThat(sent).isBetween(20, 40);
    good(OWNER.get("/api/v1/me"));
  }

  private Http member(String name) {
    String user = org + "-" + name;
    PLATFORM.part(Users.class).add(org, user);
    PLATFORM.part(Grants.class).add(org, user, "viewer", new Selector("all"), null, "admin");
    return OWNER.as(PLATFORM.part(Tokens.class).issue(user, TokenKind.CLI, null));
  }

  @Test
  void shouldRefuseQuotasThatThereAreNot() {
    String path = "/api/v1/organisations/" + org + "/quotas";
    assertThat(OWNER.patch(path, Map.of("quotas", Map.of("coffee", 1))).status()).isEqualTo(422);
    assertThat(OWNER.patch(path, Map.of()).status()).isEqualTo(422);
    assertThat(OWNER.get("/api/v1/organisations/quota-none/quotas").status()).isEqualTo(404);
    assertThat(member("admin").patch(path, Map.of("quotas", Map.of("servers", 1))).status())
        .isEqualTo(403);
  }
}
