package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.operation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceTest {
  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSendTheWordsAsTheInput() {
    platform.answers("POST /operations", operation("queued"));

    Cli.Result result =
        cli().run("service", "web=true", "backup.timer", "stop", "--approve", "--concurrency", "2");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(Json.parse(platform.request("POST /operations").body()).toString())
        .contains("\"service\"", "\"web=true\"", "\"backup.timer\"", "\"stop\"");
  }

  @Test
  void shouldReadWithTheLimitsOfACommand() {
    platform.answers("POST /operations", operation("succeeded"));
    platform.answers("GET /operations/op-01", operation("succeeded"));

    cli().run("service", "all", "nginx", "status");

    assertThat(Json.parse(platform.request("POST /operations").body()).path("input").toString())
        .isEqualTo("{\"unit\":\"nginx\",\"action\":\"status\"}");
  }

  @Test
  void shouldNameTheActionsWhereItIsNone() {
    Cli.Result result = cli().run("service", "all", "nginx", "boot");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("boot", "restart");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
