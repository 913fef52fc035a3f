package dev.holdfast.cli.stack;

import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class StackVersionsTest {
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowEveryDeployment() {
    platform.answers(
        "GET /stacks/shop/deployments",
        page(
            deployment(2, "failed", "\"document\":\"hmac:1234\",\"sameAs\":1"),
            deployment(1, "succeeded", "\"document\":\"hmac:1234\"")));

    Cli.Result words = cli("stack", "history", "shop");
    assertThat(words.out()).contains("VERSION", "2", "failed", "ada", "op-2", "hmac:1234, as 1");
    JsonNode json = Json.parse(cli("stack", "history", "shop", "-o", "json").out());
    assertThat(json.isArray()).isTrue();
    assertThat(json.get(0).path("version").asInt()).isEqualTo(2);
  }

  @Test
  void shouldAskForAnEarlierVersionWithTheOptionsOfAnyOperation() {
    platform.answers("POST /stacks/shop/rollback", operation("queued"));

    Cli.Result result = cli("stack", "rollback", "shop", "env=prod", "--to", "3", "--dry-run");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out()).contains("op-01");
    JsonNode sent = Json.parse(platform.request("POST /stacks/shop/rollback").body());
    assertThat(sent.path("to").asInt()).isEqualTo(3);
    assertThat(sent.path("start").path("selector").asString()).isEqualTo("env=prod");
    assertThat(sent.path("start").path("dryRun").asBoolean()).isTrue();
    assertThat(sent.path("start").has("type")).isFalse();
  }

  @Test
  void shouldRemoveVolumesOnlyWhenAsked() {
    platform.answers("POST /operations", operation("queued"));

    cli("stack", "remove", "shop", "all");
    cli("stack", "remove", "shop", "all", "--volumes");

    assertThat(platform.requests())
        .extracting(request -> Json.parse(request.body()).path("input").path("volumes").asBoolean())
        .containsExactly(false, true);
  }

  private static String deployment(int version, String state, String more) {
    return """
    {"stack":"shop","version":%1$d,"operation":"op-%1$d","kind":"deploy","state":"%2$s","initiator":"ada",
     "selector":"all","startedAt":"2026-01-01T10:00:00Z",%3$s}\
    """
        .formatted(version, state, more);
  }

  private Cli.Result cli(String... words) {
    return Cli.at(platform.url()).run(words);
  }
}
