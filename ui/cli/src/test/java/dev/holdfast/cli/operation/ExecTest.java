package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class ExecTest {
  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("POST /operations", operation("queued"));
    platform.answers("GET /operations/op-01/logs", page());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSendSeveralWordsAsTheyAreAndGoOnAfterFailures() {
    ended(operation("succeeded"));

    cli()
        .run(
            "exec",
            "env=prod",
            "--sudo",
            "--timeout",
            "10m",
            "--env",
            "A=b c",
            "--cwd",
            "/srv",
            "--",
            "ls",
            "-la",
            "it's $HOME");

    assertThat(sent())
        .isEqualTo(
            Json.parse(
                """
                {"type":"exec","selector":"env=prod",
                 "input":{"command":["ls","-la","it's $HOME"],"sudo":true,"readOnly":false,
                  "directory":"/srv","timeoutSeconds":600,"env":{"A":"b c"}}}\
                """));
  }

  @Test
  void shouldSendOneWordAsAShellLine() {
    ended(operation("succeeded"));

    cli().run("exec", "all", "--read-only", "--", "df -h | tail -1");

    JsonNode sent = sent();
    assertThat(sent.at("/input/shell").asString()).isEqualTo("df -h | tail -1");
    assertThat(sent.at("/concurrency").asInt()).isEqualTo(50);
    assertThat(sent.at("/maxFailures").asString()).isEqualTo("100%");
  }

  @Test
  void shouldSendSeveralLinesAndShowWhatEachSaid() {
    ended(
        operation(
            "succeeded",
            onServer("web-1", "succeeded", 0, 0, null)
                .replace(
                    "\"name\":",
                    "\"outcome\":{\"results\":[{\"step\":\"run-1\",\"exitCode\":0},{\"step\":\"run-2\",\"exitCode\":0}]},\"name\":")));
    String first = piece("web-1", "stdout", 1, "a").replace("\"run\"", "\"run-1\"");
    String second = piece("web-1", "stdout", 1, "b\\n").replace("\"run\"", "\"run-2\"");
    says(first, second);

    String text = cli().run("exec", "web-1", "--command", "x", "--command", "y").out();
    assertThat(sent().at("/input/commands")).isEqualTo(Json.parse("[\"x\",\"y\"]"));
    says(first, second);
    Cli.Result json = cli().run("exec", "web-1", "-o", "json", "--command", "x", "--command", "y");

    assertThat(text).isEqualTo("[1] a\n[2] b\n");
    JsonNode server = Json.parse(json.out()).at("/servers/0");
    assertThat(server.at("/outcome/results/1/stdout").asString()).isEqualTo("b\n");
    assertThat(server.path("stdout").asString()).isEqualTo("ab\n");
    assertThat(cli().run("exec", "all", "--command", "x", "--", "y").err())
        .contains("only one of them can be run");
  }

  @Test
  void shouldSendHowOftenToRetry() {
    ended(operation("succeeded"));

    cli().run("exec", "all", "--retries", "3", "--retry-delay", "1m", "--", "true");

    assertThat(sent().at("/input/retry"))
        .isEqualTo(Json.parse("{\"times\":3,\"delaySeconds\":60}"));
    assertThat(cli().run("exec", "all", "--retry-delay", "1m", "--", "true").err())
        .contains("--retry-delay is for --retries");
  }

  @Test
  void shouldNotDropStandardInputWithoutAWord() {
    Cli.Result piped = cli().typing("data").run("exec", "all", "--", "cat");

    assertThat(piped.exitCode()).isEqualTo(2);
    assertThat(piped.err()).contains("exec does not pass it to the servers", "< /dev/null");
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldSendAScriptFromStandardInput() {
    ended(operation("succeeded"));

    cli().typing("print(1)\n").run("exec", "all", "--script", "-", "--interpreter", "python3");

    assertThat(sent().at("/input/script"))
        .isEqualTo(Json.parse("{\"text\":\"print(1)\\n\",\"interpreter\":\"python3\"}"));
  }

  @Test
  void shouldHandWhatStandsAfterTheDashesToTheScript() {
    ended(operation("succeeded"));

    cli().typing("#!/usr/bin/python3\n").run("exec", "all", "--script", "-", "--", "-v", "a b");

    assertThat(sent().at("/input/script"))
        .isEqualTo(
            Json.parse("{\"text\":\"#!/usr/bin/python3\\n\",\"arguments\":[\"-v\",\"a b\"]}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exec all                                  | there is nothing to run",
        "exec --server web-1 -- uptime             | is not the address of a platform",
        "exec all --script x --command uptime      | only one of them can be run",
        "exec all --interpreter perl -- uptime     | --interpreter is for --script",
        "exec all --script target/none             | the script target/none cannot be read",
        "exec all --timeout soon -- uptime         | is not a duration; write 30s, 10m, 2h or 7d"
      })
  void shouldRefuseWhatCannotBeRunBeforeAnythingIsSent(String line, String message) {
    Cli.Result result = cli().run(line.split(" +"));

    assertThat(result.exitCode()).isEqualTo(2);
    assertThat(result.err()).contains(message);
    assertThat(platform.requests()).isEmpty();
  }

  @Test
  void shouldPassOnWhatOneServerSaysAsItIs() {
    ended(operation("succeeded"));
    says(
        piece("web-1", "stdout", 1, "one\\ntw"),
        piece("web-1", "stderr", 1, "oops\\n"),
        piece("web-1", "stdout", 1, "o"));

    Cli.Result result = cli().run("exec", "web-1", "--", "x");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("one\ntwo\n");
    assertThat(result.err()).isEqualTo("oops\n");
  }

  @Test
  void shouldNameTheServersAndTheFailuresOfSeveral() {
    String[] servers = {
      onServer("web-1", "succeeded", 0, 0, null), onServer("web-2", "failed", 0, 0, "exit code 3")
    };
    platform.answers("POST /operations", operation("queued", servers));
    ended(operation("failed", servers));
    says(piece("web-1", "stdout", 1, "up\\n"), piece("web-2", "stdout", 1, "down\\n"));

    Cli.Result result = cli().run("exec", "all", "--", "x");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out()).isEqualTo("web-1: up\nweb-2: down\n");
    assertThat(result.err())
        .contains("web-2: failed, exit code 3")
        .contains("1 of 2 servers ended with exit code 0  (op-01)");
  }

  @Test
  void shouldTellOnceWhatSeveralFailedOf() {
    String failed =
        operation(
            "failed",
            onServer("web-1", "failed", 0, 0, "web-1: down"),
            onServer("web-2", "failed", 0, 0, "web-2: down"),
            onServer("web-3", "failed", 0, 0, "exit code 3"));
    String causes =
        "\"causes\":[{\"cause\":\"down\",\"servers\":[\"web-1\",\"web-2\"]},{\"cause\":\"exit code 3\",\"servers\":[\"web-3\"]}],";
    ended("{" + causes + failed.substring(1));

    Cli.Result result = cli().run("exec", "all", "--", "x");

    assertThat(result.err())
        .contains("2 of 3 failed alike: down\n  web-1, web-2\n", "web-3: failed, exit code 3")
        .doesNotContain("web-1: down", "3 of 3");
  }

  @Test
  void shouldAnswerInOneDocumentWithWhatEachServerSaidLast() {
    ended(operation("succeeded"));
    says(
        piece("web-1", "stdout", 1, "lost\\n"),
        piece("web-1", "stdout", 2, "again\\n"),
        piece("web-1", "stderr", 2, "e"));

    Cli.Result result = cli().run("exec", "web-1", "-o", "json", "--read-only", "--", "x");

    JsonNode server = Json.parse(result.out()).at("/servers/0");
    assertThat(server.path("stdout").asString()).isEqualTo("again\n");
    assertThat(server.path("stderr").asString()).isEqualTo("e");
    assertThat(result.err()).contains("web-1: running it again from the start");
  }

  @Test
  void shouldNotGiveTheOutputOfAFailedTryAsThatOfASilentLastOne() {
    ended(
        operation(
            "succeeded",
            onServer("web-1", "succeeded", 0, 0, null)
                .replace("\"name\":", "\"outcome\":{\"generation\":2},\"name\":")));
    says(piece("web-1", "stderr", 1, "not yet\\n"));

    Cli.Result result = cli().run("exec", "web-1", "-o", "json", "--retries", "1", "--", "x");

    assertThat(Json.parse(result.out()).at("/servers/0/outcome/generation").asInt()).isEqualTo(2);
    assertThat(Json.parse(result.out()).at("/servers/0/stderr").asString()).isEmpty();
  }

  @Test
  void shouldPrintTheUnfinishedLineOfATryThatIsRetried() {
    ended(operation("succeeded"));
    says(piece("web-1", "stdout", 1, "no line break"), piece("web-1", "stdout", 2, "ok\\n"));

    Cli.Result result = cli().run("exec", "web-1", "--retries", "1", "--", "x");

    assertThat(result.out()).isEqualTo("no line break\nok\n");
  }

  private void ended(String operation) {
    platform.answers("GET /operations/op-01", operation);
  }

  private void says(String... pieces) {
    platform.answers("GET /operations/op-01/logs", page(pieces), page());
  }

  private static String piece(String server, String stream, int generation, String text) {
    return """
    {"server":"%s","step":"run","generation":%d,"stream":"%s","offset":0,"length":1,"text":"%s",
     "at":"2026-01-01T10:00:00Z"}\
    """
        .formatted(server, generation, stream, text);
  }

  private JsonNode sent() {
    return Json.parse(platform.request("POST /operations").body());
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
