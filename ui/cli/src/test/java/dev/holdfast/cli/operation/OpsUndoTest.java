package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpsUndoTest {
  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("POST /operations", operation("queued"));
    platform.answers(
        "GET /operations/op-01",
        operation(
            "succeeded",
            onServer("web-1", "succeeded", 1, 0, null),
            onServer("web-2", "succeeded", 1, 0, null)));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldUndoItOnEveryServerOnWhichItRan() {
    assertThat(cli().run("ops", "undo", "op-01").exitCode()).isZero();

    JsonNode sent = sent();
    assertThat(sent.path("type").asString()).isEqualTo("undo");
    assertThat(sent.path("selector").asString()).isEqualTo("web-1,web-2");
    assertThat(sent.path("input").path("operation").asString()).isEqualTo("op-01");
    assertThat(sent.path("input").has("leave")).isFalse();
    assertThat(sent.path("approve").asBoolean()).isFalse();
  }

  @Test
  void shouldUndoSomeChangesOnSomeServers() {
    cli()
        .run(
            "ops",
            "undo",
            "op-01",
            "--server",
            "web-2",
            "--change",
            "user:ann",
            "--change",
            "sshd",
            "--dry-run");

    JsonNode sent = sent();
    assertThat(sent.path("selector").asString()).isEqualTo("web-2");
    assertThat(sent.path("dryRun").asBoolean()).isTrue();
    assertThat(sent.path("input").path("changes"))
        .extracting(JsonNode::asString)
        .containsExactly("user:ann", "sshd");
  }

  @Test
  void shouldLeaveStepsOfARunbookThatAreNamed() {
    cli().run("ops", "undo", "op-01", "--leave", "check", "--leave", "copy[1]");

    assertThat(sent().path("input").path("leave"))
        .extracting(JsonNode::asString)
        .containsExactly("check", "copy[1]");
  }

  @Test
  void shouldRefuseAServerOnWhichItDidNotRun() {
    Cli.Result result = cli().run("ops", "undo", "op-01", "--server", "web-9");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("op-01 did not run on web-9").contains("web-1, web-2");
    assertThat(platform.requests()).noneMatch(request -> request.method().equals("POST"));
  }

  private JsonNode sent() {
    return Json.parse(platform.request("POST /operations").body());
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
