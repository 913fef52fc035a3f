package dev.holdfast.api.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Fixtures;
import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.Http.Answer;
import dev.holdfast.api.testing.TestPlatform;
import dev.holdfast.platform.operation.OperationRetention;
import dev.holdfast.platform.operation.Operations;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StacksTest {
  private static final TestPlatform PLATFORM = TestPlatform.get();
  private static final Http OWNER = PLATFORM.owner();
  private static final String SERVER = "stacked-1";
  private static final String OLD = "sha256:" + "1".repeat(64);
  private static final String NEW = "sha256:" + "2".repeat(64);

  @BeforeAll
  static void register() {
    OWNER.post("/api/v1/servers", Fixtures.server(SERVER));
  }

  @Test
  void shouldCountVersionsAndGoBackToTheLastOneThatWasDeployed() {
    String first = deploy("counted", OLD, "succeeded");
    deploy("counted", NEW, "failed");
    deploy("counted", NEW, "succeeded");
    dryRun("counted");

    Answer history = OWNER.get("/api/v1/stacks/counted/deployments");
    assertThat(history.json().at("/items").findValues("version"))
        .extracting(version -> version.asInt())
        .containsExactly(3, 2, 1);
    assertThat(history.json().at("/items/0/sameAs").asInt()).isEqualTo(2);
    assertThat(history.json().at("/items/0/document").asString())
        .startsWith("hmac:")
        .isNotEqualTo(history.json().at("/items/2/document").asString());
    assertThat(history.json().at("/items/2/operation").asString()).isEqualTo(first);

    Answer back = rollback("counted", null);
    assertThat(back.status()).as(back.body()).isEqualTo(202);
    String input = PLATFORM.part(Operations.class).find(back.text("id")).orElseThrow().input();
    assertThat(input).contains(OLD).contains("\"redeploy\":true");
    assertThat(OWNER.get("/api/v1/stacks/counted/deployments").json().at("/items/0/sameAs").asInt())
        .isEqualTo(1);
    assertThat(rollback("counted", 2).status()).isEqualTo(202);
    assertThat(rollback("counted", 99).text("code")).isEqualTo("unknown-version");
    assertThat(rollback("never", null).text("code")).isEqualTo("no-earlier-version");
  }

  @Test
  void shouldGoBackOnceHoweverOftenItIsAsked() {
    deploy("asked", OLD, "succeeded");
    deploy("asked", NEW, "succeeded");
    Map<String, Object> body = Map.of("start", Map.of("selector", SERVER));
    Map<String, String> key = Map.of("Idempotency-Key", "rollback-of-asked");

    Answer first = OWNER.send("POST", "/api/v1/stacks/asked/rollback", body, key);
    Answer again = OWNER.send("POST", "/api/v1/stacks/asked/rollback", body, key);

    assertThat(again.status()).as(again.body()).isEqualTo(202);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    assertThat(OWNER.get("/api/v1/stacks/asked/deployments").json().at("/items").size())
        .isEqualTo(3);
  }

  @Test
  void shouldGoBackToNothingThatOnlyStayedAsItWas() {
    deploy("same", OLD, "unchanged");
    deploy("same", NEW, "succeeded");

    assertThat(OWNER.get("/api/v1/stacks/same/deployments").json().at("/items/1/state").asString())
        .isEqualTo("unchanged");
    assertThat(rollback("same", null).status()).isEqualTo(409);
  }

  @Test
  void shouldShowOnlyWhatTheCallerMayRead() {
    deploy("private", OLD, "succeeded");

    Http stranger = PLATFORM.user("stack-stranger", "viewer", "none-1");
    assertThat(stranger.get("/api/v1/stacks").body()).doesNotContain("private");
    assertThat(stranger.get("/api/v1/stacks/private/deployments").status()).isEqualTo(404);
    assertThat(OWNER.get("/api/v1/stacks").body()).contains("private");
  }

  @Test
  void shouldKeepTheOperationsOfTheNewestVersions() {
    String first = deploy("kept", OLD, "succeeded");
    Jdbi jdbi = PLATFORM.part(Jdbi.class);
    jdbi.useHandle(handle ->
        handle.execute(
            "update operations set ended_at = now() - interval '900 days' where id = ?", first));

    PLATFORM.part(OperationRetention.class).expire();
    assertThat(PLATFORM.part(Operations.class).find(first)).isPresent();

    jdbi.useHandle(handle ->
        handle.execute("update stack_deployments set version = 100 where stack = 'kept'"));
    String newer = deploy("kept", NEW, "failed");
    jdbi.useHandle(handle ->
        handle.execute(
            """
            insert into stack_deployments (organisation_id, stack, version, operation, removal)
            select organisation_id, stack, 101 + n, ?, false
            from stack_deployments, generate_series(1, 19) n where operation = ?
            """,
            newer,
            first));
    PLATFORM.part(OperationRetention.class).expire();
    assertThat(PLATFORM.part(Operations.class).find(first)).isEmpty();
  }

  @Test
  void shouldServeTheCatalogueOfTools() {
    assertThat(OWNER.get("/api/v1/stack-tools").json().path("items").size())
        .isGreaterThanOrEqualTo(12);
    assertThat(OWNER.get("/api/v1/stack-tools/log-store").text("stack"))
        .contains("stack: log-store");
    assertThat(OWNER.get("/api/v1/stack-tools/none").text("code")).isEqualTo("unknown-tool");
  }

  private static Answer rollback(String stack, @Nullable Integer to) {
    Map<String, Object> start = Map.of("selector", SERVER);
    return OWNER.post(
        "/api/v1/stacks/" + stack + "/rollback",
        to == null ? Map.of("start", start) : Map.of("to", to, "start", start));
  }

  /** One that has ended so; nobody runs it here. */
  private static String deploy(String stack, String image, String state) {
    String id = start(stack, image, false).text("id");
    PLATFORM
        .part(Jdbi.class)
        .useHandle(handle -> {
          handle.execute("update operation_servers set state = ? where operation = ?", state, id);
          handle.execute(
              "update operations set state = ?, ended_at = now() where id = ?",
              state.equals("unchanged") ? "succeeded" : state,
              id);
        });
    return id;
  }

  private static void dryRun(String stack) {
    assertThat(start(stack, NEW, true).status()).isEqualTo(202);
  }

  private static Answer start(String stack, String image, boolean dryRun) {
    Answer started =
        OWNER.post(
            "/api/v1/operations",
            Map.of(
                "type",
                "deploy-stack",
                "selector",
                SERVER,
                "dryRun",
                dryRun,
                "input",
                Map.of(
                    "stack",
                    stack,
                    "tools",
                    Map.of("web", Map.of("image", image, "ports", List.of())))));
    assertThat(started.status()).as(started.body()).isEqualTo(202);
    return started;
  }
}
