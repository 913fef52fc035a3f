package dev.holdfast.cli.server;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.Documents.planless;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DiagnoseSelectionTest {
  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("GET /operations/op-01/steps", page());
    String whole =
        planless(
            operation(
                "failed",
                onServer("web-1", "succeeded", 0, 0, null),
                onServer("web-2", "failed", 0, 0, "1 problem: login/sudo: sudo asks")),
            "diagnose");
    platform.answers("POST /operations", whole);
    platform.answers("GET /operations/op-01", whole);
    platform.answers(
        "GET /operations/op-01/logs",
        page(
            piece("web-1", finding("network/dns", "ok", "it is 192.0.2.7", "null")),
            piece(
                "web-2",
                finding("network/dns", "ok", "it is 192.0.2.8", "null"),
                finding("login/sudo", "problem", "sudo asks", "\"give NOPASSWD\""))),
        page());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowOfSeveralServersOnlyWhatIsWrong() {
    Cli.Result result = Cli.at(platform.url()).run("diagnose", "all");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out())
        .isEqualTo(
            """
            web-1: 0 problems, 0 warnings, 1 ok, 0 skipped; checked in 1.2 s

            web-2: 1 problem, 0 warnings, 1 ok, 0 skipped; checked in 1.2 s
              ✗ problem  sudo  sudo asks
                               fix: give NOPASSWD
            """);
    assertThat(result.err()).contains("web-2: failed", "1 of 2 servers");
    assertThat(Json.parse(platform.request("POST /operations").body()))
        .isEqualTo(
            Json.parse(
                """
                {"type":"diagnose","selector":"all","maxFailures":"100%","concurrency":50,
                 "input":{"loginOnly":false}}\
                """));
  }

  @Test
  void shouldShowEverythingWhereThatIsAskedFor() {
    Cli.Result result = Cli.at(platform.url()).run("diagnose", "all", "--all", "--login-only");

    assertThat(result.out().lines()).contains("  ✓ ok       dns  it is 192.0.2.7", "The login");
    assertThat(Json.parse(platform.request("POST /operations").body()).at("/input/loginOnly"))
        .isEqualTo(Json.parse("true"));
  }

  @Test
  void shouldGiveTheDiagnosisOfEachServerAsJson() {
    Cli.Result result = Cli.at(platform.url()).run("diagnose", "all", "-o", "json");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(Json.parse(result.out()).at("/servers/1/items/0/findings/1/fix").asString())
        .isEqualTo("give NOPASSWD");
  }

  private static String piece(String server, String... findings) {
    return """
    {"server":"%s","step":"diagnose","generation":1,"stream":"stdout","offset":0,"length":1,
     "at":"2026-01-01T10:00:00Z","text":"%s\\n"}
    """
        .formatted(
            server,
            "{\"server\":\"%s\",\"at\":\"2026-01-01T10:00:00Z\",\"findings\":[%s],\"durationMillis\":1234}"
                .formatted(server, String.join(",", findings))
                .replace("\"", "\\\""));
  }

  private static String finding(String check, String level, String summary, String fix) {
    return "{\"check\":\"%s\",\"level\":\"%s\",\"summary\":\"%s\",\"detail\":null,\"fix\":%s}"
        .formatted(check, level, summary, fix);
  }
}
