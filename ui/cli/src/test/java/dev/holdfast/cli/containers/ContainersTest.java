package dev.holdfast.cli.containers;

import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.Documents.planless;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import dev.holdfast.cli.operation.Phrases;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ContainersTest {
  private static final String UNTIL = Phrases.time("2026-12-06T10:00:00Z", ZoneId.systemDefault());

  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("GET /operations/op-01/logs", page());
    platform.answers("GET /operations/op-01/steps", page());
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowTheContainersOfAllServersInOneTable() {
    ended(
        "containers",
        "failed",
        onServer("web-1", "succeeded", 0, 0, null),
        onServer("web-2", "failed", 0, 0, "web-2 has no Docker engine"));
    // What a delivery before the last one read is not told, and a line may come in two pieces.
    says(
        piece("web-1", "stdout", 1, "{\\\"name\\\":\\\"old\\\"}\\n"),
        piece("web-1", "stdout", 2, "{\\\"name\\\":\\\"api\\\",\\\"state\\\":\\\"run"),
        piece(
            "web-1",
            "stdout",
            2,
            "ning\\\",\\\"image\\\":\\\"nginx\\\",\\\"ports\\\":[\\\"80/tcp\\\"],\\\"status\\\":\\\"Up 1 hour\\\"}\\n"));

    Cli.Result result = Cli.at(platform.url()).run("containers", "list", "all");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines())
        .containsExactly(
            "SERVER  CONTAINER  STATE    HEALTH  IMAGE  PORTS   STATUS",
            "web-1   api        running  -       nginx  80/tcp  Up 1 hour");
    assertThat(result.err())
        .contains("web-2: failed, web-2 has no Docker engine", "1 of 2 servers succeeded");
    assertThat(sent())
        .isEqualTo(
            Json.parse(
                """
                {"type":"containers","selector":"all","maxFailures":"100%","concurrency":50,
                 "input":{"show":"list"}}\
                """));
  }

  @Test
  void shouldGiveTheDocumentsOfEachServerAsJson() {
    ended("containers", "succeeded", onServer("web-1", "succeeded", 0, 0, null));
    says(piece("web-1", "stdout", 1, "{\\\"name\\\":\\\"api\\\"}\\n"));

    Cli.Result result = Cli.at(platform.url()).run("containers", "list", "web-1", "-o", "json");

    assertThat(Json.parse(result.out()).at("/servers/0/items/0/name").asString()).isEqualTo("api");
  }

  @Test
  void shouldPassOnWhatAContainerPrints() {
    ended("containers", "succeeded", onServer("web-1", "succeeded", 0, 0, null));
    says(piece("web-1", "stdout", 1, "said\\n"), piece("web-1", "stderr", 1, "complained\\n"));

    Cli.Result result =
        Cli.at(platform.url())
            .run("containers", "logs", "web-1", "api", "--tail", "5", "--follow", "10m");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("said\n");
    assertThat(result.err()).isEqualTo("complained\n");
    assertThat(sent().path("input"))
        .isEqualTo(
            Json.parse(
                "{\"show\":\"logs\",\"name\":\"api\",\"timestamps\":false,\"tail\":5,\"followSeconds\":600}"));
  }

  @Test
  void shouldRunACommandInAContainerAsTheOperationExec() {
    ended("exec", "succeeded", onServer("web-1", "succeeded", 0, 0, null));
    says(piece("web-1", "stdout", 1, "ok\\n"));

    Cli.Result result =
        Cli.at(platform.url())
            .run("containers", "exec", "web-1", "api", "--user", "1001", "--", "nginx", "-t");

    assertThat(result.out()).isEqualTo("ok\n");
    assertThat(sent())
        .isEqualTo(
            Json.parse(
                """
                {"type":"exec","selector":"web-1","maxFailures":"100%",
                 "input":{"sudo":false,"command":["docker","exec","--user=1001","api","nginx","-t"]}}\
                """));
  }

  @Test
  void shouldAskForAChangeAndTellWhatCameOfIt() {
    ended("container-control", "succeeded", onServer("web-1", "succeeded", 1, 1, null));

    Cli.Result result =
        Cli.at(platform.url())
            .run("containers", "stop", "env=prod", "web", "api", "--stop-timeout", "30s");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("web-1");
    assertThat(sent())
        .isEqualTo(
            Json.parse(
                """
                {"type":"container-control","selector":"env=prod","dryRun":false,
                 "input":{"action":"stop","containers":["web","api"],"stopSeconds":30}}\
                """));
  }

  @Test
  void shouldIsolateAContainerAndTellHowAndUntilWhen() {
    String isolated =
        onServer("web-1", "succeeded", 1, 0, null)
            .replaceFirst(
                "}\\s*$",
                """
                ,"outcome":{"plan":["it is taken off shop and onto quarantine_net"],"notes":["a note"],
                 "expiresAt":"2026-12-06T10:00:00Z","atExpiry":"ask",
                 "evidence":[{"name":"logs.txt","bytes":3,"cut":true,"sha256":"abc"}]}}
                """);
    ended("quarantine", "succeeded", isolated);

    Cli.Result result =
        Cli.at(platform.url())
            .run(
                "containers",
                "quarantine",
                "web-1",
                "shop",
                "--reason",
                "odd",
                "--expire",
                "12h",
                "--at-expiry",
                "ask",
                "--freeze");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .contains(
            "web-1: it is taken off shop and onto quarantine_net",
            "web-1: a note",
            "web-1: evidence logs.txt, 3 bytes (cut: there was more), SHA-256 abc",
            "web-1: until " + UNTIL + "; then somebody is asked: ./holdfast approvals list");
    assertThat(sent())
        .isEqualTo(
            Json.parse(
                """
                {"type":"quarantine","selector":"web-1","dryRun":false,
                 "input":{"container":"shop","reason":"odd","freeze":true,"expireSeconds":43200,"atExpiry":"ask"}}\
                """));
  }

  @Test
  void shouldWantAReasonAndReleaseWithoutOne() {
    Cli.Result refused = Cli.at(platform.url()).run("containers", "quarantine", "web-1", "shop");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.err()).contains("--reason");

    ended("release", "succeeded", onServer("web-1", "succeeded", 1, 0, null));
    Cli.Result result = Cli.at(platform.url()).run("containers", "release", "web-1", "shop");
    assertThat(result.exitCode()).isZero();
    assertThat(sent())
        .isEqualTo(
            Json.parse(
                """
                {"type":"release","selector":"web-1","dryRun":false,"input":{"container":"shop"}}\
                """));
  }

  @Test
  void shouldListWhatIsInQuarantine() {
    ended("containers", "succeeded", onServer("web-1", "succeeded", 0, 0, null));
    says(
        piece(
            "web-1",
            "stdout",
            1,
            "{\\\"name\\\":\\\"shop\\\",\\\"state\\\":\\\"frozen\\\",\\\"isolated\\\":true,\\\"reason\\\":\\\"odd\\\",\\\"expiresAt\\\":\\\"2026-12-06T10:00:00Z\\\",\\\"atExpiry\\\":\\\"ask\\\",\\\"by\\\":\\\"alice\\\"}\\n"));

    Cli.Result result = Cli.at(platform.url()).run("containers", "quarantined");

    assertThat(result.out().lines())
        .containsExactly(
            "SERVER  CONTAINER  STATE   ISOLATED  UNTIL                      THEN  BY     REASON",
            "web-1   shop       frozen  yes       " + UNTIL + "  ask   alice  odd");
    assertThat(sent().at("/input/show").asString()).isEqualTo("quarantined");
    assertThat(sent().at("/selector").asString()).isEqualTo("all");
  }

  @Test
  void shouldShowWhichOperationAsksWhenAQuarantineIsOver() {
    ended("containers", "succeeded", onServer("web-1", "succeeded", 0, 0, null));
    String row =
        "{\\\"name\\\":\\\"shop\\\",\\\"state\\\":\\\"running\\\",\\\"isolated\\\":true,\\\"reason\\\":\\\"odd\\\",\\\"expiresAt\\\":\\\"2026-12-06T10:00:00Z\\\",\\\"atExpiry\\\":\\\"ask\\\",\\\"by\\\":\\\"alice\\\",\\\"decision\\\":\\\"op-7\\\",\\\"decisionState\\\":\\\"STATE\\\"}\\n";
    says(piece("web-1", "stdout", 1, row.replace("STATE", "awaiting-approval")));

    Cli.Result asking = Cli.at(platform.url()).run("containers", "quarantined");

    assertThat(asking.out()).contains("  asked in op-7  ");
    assertThat(asking.err()).contains("Somebody is to decide: ./holdfast approvals list");

    says(piece("web-1", "stdout", 1, row.replace("STATE", "failed")));
    Cli.Result rejected = Cli.at(platform.url()).run("containers", "quarantined");
    assertThat(rejected.out()).contains("  op-7 failed  ");
    assertThat(rejected.err()).doesNotContain("Somebody is to decide");
  }

  private void ended(String type, String state, String... servers) {
    platform.answers("POST /operations", planless(operation("queued", servers), type));
    platform.answers("GET /operations/op-01", planless(operation(state, servers), type));
  }

  private void says(String... pieces) {
    platform.answers("GET /operations/op-01/logs", page(pieces), page());
  }

  private static String piece(String server, String stream, int generation, String text) {
    return """
    {"server":"%s","step":"run","stream":"%s","generation":%d,"text":"%s"}\
    """
        .formatted(server, stream, generation, text);
  }

  private JsonNode sent() {
    return Json.parse(platform.request("POST /operations").body());
  }
}
