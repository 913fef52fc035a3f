package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Documents;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RunTest {
  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("POST /operations", operation("queued"));
    platform.answers("GET /operations/op-01/steps", page());
    platform.answers("GET /operations/op-01/plan", Documents.plan());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldAskForHoursAndForServersThatAreOffline() {
    platform.answers("POST /operations", operation("queued"));

    assertThat(
            cli()
                .run(
                    "run",
                    "lockdown",
                    "all",
                    "--window",
                    "sat 02:00-06:00",
                    "--window",
                    "sun 02:00-06:00",
                    "--on-offline",
                    "park",
                    "--expire",
                    "2d")
                .exitCode())
        .isZero();
    assertThat(platform.request("POST /operations").body())
        .contains(
            "\"window\":\"sat 02:00-06:00; sun 02:00-06:00\"",
            "\"onOffline\":\"park\"",
            "\"expireSeconds\":172800");
    assertThat(cli().run("run", "lockdown", "all", "--expire", "2d").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldAskForTheUndoOfWhatFails() {
    cli().run("run", "lockdown", "all", "--on-failure", "undo");

    assertThat(platform.request("POST /operations").body()).contains("\"onFailure\":\"undo\"");
  }

  @Test
  void shouldPrintNothingButTheId() {
    Cli.Result result = cli().run("run", "lockdown", "env=prod");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("op-01\n");
    assertThat(result.err()).contains("./holdfast ops show op-01 --follow");
  }

  @Test
  void shouldSendWhatWasAskedFor(@TempDir Path directory) throws IOException {
    Path input = directory.resolve("input.json");
    Files.writeString(input, "{\"sshd\":{\"maxAuthTries\":5},\"confirmWithinSeconds\":30}");

    cli()
        .run(
            "run",
            "lockdown",
            "env=prod",
            "--input",
            input.toString(),
            "--set",
            "sshd.maxAuthTries=2",
            "--set",
            "sshd.allowUsers=[deploy]",
            "--dry-run",
            "--approve",
            "--priority",
            "high",
            "--concurrency",
            "2",
            "--max-failures",
            "10%",
            "--wave",
            "1,25%,100%",
            "--gate",
            "verify",
            "--gate",
            "command:curl -fs localhost/a,b",
            "--gate-within",
            "5m",
            "--on-failure",
            "wait",
            "--expire",
            "12h",
            "--idempotency-key",
            "k1");

    TestPlatform.Request sent = platform.request("POST /operations");
    assertThat(sent.idempotencyKey()).isEqualTo("k1");
    assertThat(sent.authorization()).isEqualTo("Bearer hf_secret");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            Json.parse(
                """
                {"type":"lockdown","selector":"env=prod","dryRun":true,"approve":true,
                 "priority":"high","concurrency":2,"maxFailures":"10%","waves":["1","25%","100%"],
                 "onFailure":"wait","expireSeconds":43200,
                 "gates":["verify","command:curl -fs localhost/a,b"],"gateSeconds":300,
                 "overrides":{"sshd":{"maxAuthTries":5},"confirmWithinSeconds":30},
                 "set":[{"path":["sshd","maxAuthTries"],"value":2},
                        {"path":["sshd","allowUsers"],"value":["deploy"]}]}\
                """));
  }

  @Test
  void shouldRefuseATimeForAnOperationThatDoesNotWait() {
    Cli.Result result = cli().run("run", "lockdown", "all", "--expire", "12h");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--expire is for --on-failure wait");
  }

  @Test
  void shouldReadTheInputFromStandardInputAndLeaveTheRestToThePlatform() {
    cli().typing("{\"a\":1}").run("run", "lockdown", "all", "--input", "-");

    TestPlatform.Request sent = platform.request("POST /operations");
    assertThat(Json.parse(sent.body()))
        .isEqualTo(
            Json.parse(
                """
                {"type":"lockdown","selector":"all","dryRun":false,"approve":false,"overrides":{"a":1}}\
                """));
    assertThat(sent.idempotencyKey()).isNotEmpty();
  }

  @Test
  void shouldSendNoInputWhereNoneWasTyped() {
    cli().run("run", "lockdown", "all");

    assertThat(Json.parse(platform.request("POST /operations").body()))
        .isEqualTo(
            Json.parse(
                """
                {"type":"lockdown","selector":"all","dryRun":false,"approve":false}\
                """));
  }

  @Test
  void shouldSendTheWholeInputWithoutWhatIsKept() {
    cli()
        .typing("{\"sshd\":{\"maxAuthTries\":5}}")
        .run(
            "run",
            "lockdown",
            "all",
            "--without-kept",
            "--input",
            "-",
            "--set",
            "sshd.maxAuthTries=2");

    assertThat(Json.parse(platform.request("POST /operations").body()).path("input"))
        .isEqualTo(Json.parse("{\"sshd\":{\"maxAuthTries\":2}}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{\"a\":            | is not valid JSON in line 1", "[1] | holds no JSON object"})
  void shouldRefuseAnInputThatIsNoneBeforeAnythingIsSent(String input, String message) {
    Cli.Result result = cli().typing(input).run("run", "lockdown", "all", "--input", "-");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldRefuseAnInputFileThatIsNotThere() {
    Cli.Result result = cli().run("run", "lockdown", "all", "--input", "target/none.json");

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains("--input: target/none.json does not exist");
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldPrintTheFinalDocumentAndNothingElseWhenFollowedAsJson() {
    platform.answers(
        "GET /operations/op-01",
        operation("running"),
        operation("succeeded", onServer("web-1", "succeeded", 0, 48, null)));

    Cli.Result result = cli().run("run", "lockdown", "env=prod", "--follow", "-o", "json");

    assertThat(result.exitCode()).isZero();
    assertThat(Json.parse(result.out()).at("/servers/0/changes").asInt()).isZero();
    assertThat(Json.parse(result.out()).path("state").asString()).isEqualTo("succeeded");
    assertThat(result.err()).contains("web-1: succeeded, 0 changes, 48 unchanged [1/1]");
  }

  @ParameterizedTest
  @CsvSource({"succeeded,0", "failed,1", "cancelled,130"})
  void shouldExitWithTheOutcome(String state, int exitCode) {
    platform.answers("GET /operations/op-01", operation(state));

    assertThat(cli().run("run", "lockdown", "all", "--follow").exitCode()).isEqualTo(exitCode);
  }

  @Test
  void shouldTellWhyAServerFailed() {
    platform.answers(
        "GET /operations/op-01",
        operation(
            "failed",
            onServer("web-1", "succeeded", 7, 41, null),
            onServer("web-2", "failed", 0, 0, "cannot log in as deploy")));

    Cli.Result result = cli().run("run", "lockdown", "env=prod", "--follow");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo("op-01\n");
    assertThat(result.err())
        .contains("web-2   failed     0        0          cannot log in as deploy")
        .contains("lockdown failed in 14 s: 1 of 2 servers succeeded, 7 changes, 41 unchanged")
        .contains("./holdfast ops logs op-01");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
