package dev.holdfast.api.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.NewOperation;
import dev.holdfast.platform.operation.OperationSettings;
import dev.holdfast.platform.operation.Operations;
import dev.holdfast.schemas.operation.Priority;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A member reads servers and the operations it has started itself, and no more. */
final class NoAdministratorTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final Http BOB = PLATFORM.user("bob");
  private static final String OF_BOB = "op-of-bob";
  private static final String OF_ADMIN = "op-of-admin";

  @BeforeAll
  static void start() {
    OWNER.post("/api/v1/servers", Fixtures.server("door-1"));
    insert(OF_BOB, "bob");
    insert(OF_ADMIN, "admin");
  }

  private static void insert(String id, String initiator) {
    PLATFORM
        .part(Operations.class)
        .insert(
            new NewOperation(
                id,
                "exec",
                Priority.NORMAL,
                false,
                initiator,
                "door-1",
                "{\"command\":[\"true\"]}",
                new OperationSettings(false, 1, 0),
                null,
                "sha256:" + id,
                List.of("door-1")));
  }

  @Test
  void shouldReadServersAndItself() {
    assertThat(BOB.get("/api/v1/servers").status()).isEqualTo(200);
    assertThat(BOB.get("/api/v1/servers/door-1").status()).isEqualTo(200);
    assertThat(BOB.get("/api/v1/me").text("name")).isEqualTo("bob");
  }

  @Test
  void shouldReadItsOwnOperationsOnly() {
    assertThat(BOB.get("/api/v1/operations").body()).contains(OF_BOB).doesNotContain(OF_ADMIN);
    assertThat(OWNER.get("/api/v1/operations").body()).contains(OF_BOB, OF_ADMIN);
    for (String part : List.of("", "/steps", "/logs", "/plan", "/changes")) {
      assertThat(BOB.get("/api/v1/operations/" + OF_BOB + part).status()).isEqualTo(200);
      assertThat(BOB.get("/api/v1/operations/" + OF_ADMIN + part).status()).isEqualTo(403);
      assertThat(BOB.get("/api/v1/operations/op-unknown" + part).status()).isEqualTo(403);
    }
  }

  @Test
  void shouldListenToItsOwnOperationsOnlyHoweverTheyAreNamed() {
    var events = new Fixtures.Events();
    BOB.listen("/ws/v1/events?operation=" + OF_BOB, events).abort();

    for (String query :
        List.of(
            "operation=" + OF_ADMIN,
            "operation=" + OF_ADMIN + "&operation=" + OF_BOB,
            "%6fperation=" + OF_ADMIN + "&operation=" + OF_BOB,
            "operation")) {
      assertThatThrownBy(() -> BOB.listen("/ws/v1/events?" + query, events))
          .hasStackTraceContaining("403");
    }
  }

  @Test
  void shouldDoNothingElse() {
    Map<String, String> empty = Map.of();
    List<Answer> answers =
        List.of(
            BOB.patch("/api/v1/servers/door-1", Map.of("labels", Map.of("env", "dev"))),
            BOB.delete("/api/v1/servers/door-1"),
            BOB.post("/api/v1/servers", Fixtures.server("door-2")),
            BOB.post("/api/v1/servers/door-1/trust", Map.of("trustOnFirstUse", true)),
            BOB.post("/api/v1/servers/door-1/diagnose", empty),
            BOB.post("/api/v1/servers/door-1/agent/sign", empty),
            BOB.post("/api/v1/operations", Map.of("type", "lockdown", "selector", "door-1")),
            BOB.post("/api/v1/operations/" + OF_BOB + "/cancel", null),
            BOB.post("/api/v1/codec/decode", empty),
            BOB.get("/api/v1/approvals"),
            BOB.get("/api/v1/audit"),
            BOB.get("/api/v1/policies/commands"),
            BOB.get("/health"),
            BOB.get("/metrics"),
            BOB.get("/docs"),
            BOB.get("/openapi.json"),
            BOB.get("/api/v1/made-up"));

    assertThat(answers)
        .allSatisfy(answer -> {
          assertThat(answer.status()).isEqualTo(403);
          assertThat(answer.text("code")).isEqualTo("permission-missing");
        });
    assertThat(OWNER.get("/api/v1/servers/door-1").text("name")).isEqualTo("door-1");
  }

  @Test
  void shouldReadTheMetricsAndNothingElseByTheirToken() throws IOException {
    String token = Files.readString(PLATFORM.home().resolve(FirstStart.METRICS_TOKEN)).strip();
    Http prometheus = OWNER.as(token);

    assertThat(prometheus.get("/metrics").status()).isEqualTo(200);
    for (String path : List.of("/health", "/api/v1/me", "/api/v1/servers", "/api/v1/operations")) {
      assertThat(prometheus.get(path).status()).isEqualTo(403);
    }
    assertThat(OWNER.as(null).get("/metrics").status()).isEqualTo(401);
  }
}
