package dev.holdfast.cli.server;

import static dev.holdfast.cli.Documents.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ServerRotateTest {
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldStartTheOperationWithWhatIsNamed() {
    platform.answers("POST /operations", operation("queued"));

    Cli.Result result =
        cli().run("server", "rotate", "env=prod", "--login-key", "--sudo-password", "--approve");

    assertThat(result.exitCode()).as(result.err()).isZero();
    JsonNode body = Json.parse(platform.request("POST /operations").body());
    assertThat(body.path("type").asString()).isEqualTo("rotate-credentials");
    assertThat(body.path("selector").asString()).isEqualTo("env=prod");
    assertThat(body.path("approve").asBoolean()).isTrue();
    assertThat(body.path("input").toString())
        .isEqualTo("{\"rotate\":[\"login-key\",\"sudo-password\"]}");
  }

  @Test
  void shouldRotateHostKeys() {
    platform.answers("POST /operations", operation("queued"));

    Cli.Result result = cli().run("server", "rotate", "web-1", "--host-keys");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Json.parse(platform.request("POST /operations").body()).path("input").toString())
        .isEqualTo("{\"rotate\":[\"host-keys\"]}");
  }

  @Test
  void shouldAskWhatWhereNothingIsNamed() {
    Cli.Result result = cli().run("server", "rotate", "web-1");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--login-key", "--sudo-password", "--host-keys");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
