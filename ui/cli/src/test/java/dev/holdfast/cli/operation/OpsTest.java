package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.PLAN_HASH;
import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.Documents.planless;
import static dev.holdfast.cli.Documents.waiting;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Documents;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.Terminal;
import dev.holdfast.cli.TestPlatform;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(60)
class OpsTest {
  private static final String WITHOUT_A_WORKER =
      """
      {"operation":"op-01","state":"running","reasons":[
       {"server":"web-1","waitingFor":"a worker: no worker serves region eu","since":"2026-01-01T10:00:00Z",
        "nextRetryAt":null,"lastError":null,"remedy":"start one there with ./holdfast worker --region eu"},
       {"server":"web-2","waitingFor":"the end of a step","since":null,"nextRetryAt":null,
        "lastError":null,"remedy":null}]}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldSayFromWhatTheInputWasMadeAndWhatIsLoosened() {
    platform.answers(
        "GET /operations/op-01",
        operation(
            "succeeded",
            keptBy("web-1", "{\"operation\":\"op-00\"}"),
            keptBy("web-2", "{\"profile\":\"lockdown for env=prod\",\"version\":3}"),
            Documents.onServer("web-3", "succeeded", 0, 1, null)));
    platform.answers(
        "GET /operations/op-01/plan",
        Documents.plan()
            .replace(
                "\"unchanged\":41",
                "\"unchanged\":41,\"input\":{\"operation\":\"op-00\"},\"loosened\":[\"MaxAuthTries: 2 -> 3\"]"));

    assertThat(cli().run("ops", "show", "op-01").out())
        .contains(
            "input        as last confirmed, op-00: web-1",
            "input        profile lockdown for env=prod, version 3: web-2",
            "input        as asked for, nothing kept: web-3");
    assertThat(cli().run("ops", "plan", "op-01").out())
        .contains("input: as last confirmed, op-00", "loosens: MaxAuthTries: 2 -> 3");
  }

  private static String keptBy(String server, String origin) {
    String plain = Documents.onServer(server, "succeeded", 0, 1, null);
    return plain.substring(0, plain.length() - 1) + ",\"input\":" + origin + "}";
  }

  @Test
  void shouldListOperationsOfAllPagesWithTheFilters() {
    platform.answers(
        "GET /operations",
        "{\"items\":["
            + operation("running").replaceFirst("\"error\"", "\"summary\":\"env=prod\",\"error\"")
            + "],\"next\":\"a+b\"}",
        page(operation("failed")));

    Cli.Result result =
        cli().run("ops", "list", "--state", "running", "--type", "lockdown", "--server", "web-1");

    assertThat(result.out().lines()).hasSize(3);
    assertThat(result.out())
        .startsWith("ID     OPERATION  SERVERS   STATE    BY     STARTED ")
        .contains("WHAT\n", " env=prod\n");
    assertThat(platform.requests())
        .extracting(TestPlatform.Request::path)
        .containsExactly(
            "/operations?limit=20&state=running&type=lockdown&server=web-1",
            "/operations?limit=20&state=running&type=lockdown&server=web-1&cursor=a%2Bb");
  }

  @Test
  void shouldSayWhenRowsAreCutOff() {
    platform.answers(
        "GET /operations", "{\"items\":[" + operation("running") + "],\"next\":\"more\"}");

    Cli.Result result = cli().run("ops", "list", "--limit", "1", "--since", "1h", "-o", "json");

    assertThat(result.err())
        .isEqualTo("Only the newest 1 operations are shown; --limit N shows more.\n");
    assertThat(Json.parse(result.out())).hasSize(1);
    assertThat(platform.request("GET /operations").path()).contains("&since=20");
  }

  @Test
  void shouldStartAgainWhereItFailed() {
    platform.answers("POST /operations/op-01/rerun", operation("queued"));

    Cli.Result result = cli().run("ops", "rerun", "op-01", "--failed");

    assertThat(result.exitCode()).isZero();
    assertThat(Json.parse(platform.request("POST /operations/op-01/rerun").body()))
        .isEqualTo(Json.parse("{\"failed\":true,\"approve\":false}"));
    assertThat(platform.request("POST /operations/op-01/rerun").idempotencyKey()).isNotEmpty();
  }

  @Test
  void shouldNarrowASelectorToWhereAnEarlierOperationDidNotSucceed() {
    platform.answers(
        "GET /operations/op-01",
        operation(
            "failed",
            onServer("web-1", "succeeded", 0, 0, null),
            onServer("web-2", "failed", 0, 0, "gone"),
            onServer("web-3", "skipped", 0, 0, null)));
    platform.answers("POST /operations", operation("queued"));

    cli().run("run", "lockdown", "all", "--on-failed-of", "op-01");
    cli().run("run", "lockdown", "env=prod", "--on-failed-of", "op-01");

    assertThat(
            platform.requests().stream()
                .filter(request -> request.method().equals("POST"))
                .map(request -> Json.parse(request.body()).path("selector").asString()))
        .containsExactly("web-2,web-3", "(env=prod),!!(web-2|web-3)");
  }

  @Test
  void shouldTakeAUrlForThePlatformAndANameForTheServer() {
    platform.answers("GET /operations", page());

    Cli.Result result =
        Cli.nowhere()
            .run("ops", "list", "--server", platform.url(), "--server", "web-1", "-o", "json");

    assertThat(Json.parse(result.out())).isEmpty();
    assertThat(platform.request("GET /operations").path()).endsWith("&server=web-1");
  }

  @Test
  void shouldShowAnOperationWithWhatToDoNext() {
    platform.answers("GET /operations/op-01", operation("awaiting-approval"));
    platform.answers("GET /approvals", page(waiting()));

    Cli.Result result = cli().run("ops", "show", "op-01");

    assertThat(result.out())
        .contains("lockdown on env=prod  awaiting-approval", "  since")
        .contains("in Temporal  http://127.0.0.1:8080/x");
    assertThat(result.err()).contains("./holdfast approvals approve op-01 --plan " + PLAN_HASH);
  }

  @Test
  void shouldShowWhatKindOfFailureItWas() {
    String failure =
        """
        ,"failure":{"code":"operation-failed","message":"failed on web-1","component":"servers",
         "retryable":false}}\
        """;
    String plain = operation("failed");
    platform.answers("GET /operations/op-01", plain.substring(0, plain.length() - 1) + failure);

    assertThat(cli().run("ops", "show", "op-01").out())
        .contains("\n  failure      servers · operation-failed\n");
    assertThat(
            Json.parse(cli().run("ops", "show", "op-01", "-o", "json").out())
                .path("failure")
                .path("component")
                .asString())
        .isEqualTo("servers");
  }

  @Test
  void shouldExplainWhatAnOperationWaitsForAndWhatToDo() {
    platform.answers(
        "GET /operations/op-01/explain",
        """
        {"operation":"op-01","state":"running","reasons":[
         {"server":"web-1","waitingFor":"a worker: no worker serves region eu-west","since":"2026-01-01T10:00:00Z",
          "nextRetryAt":null,"lastError":null,"remedy":"start one there with ./holdfast worker --region eu-west"},
         {"server":null,"waitingFor":"attempt 3 of x","since":null,"nextRetryAt":"2026-01-01T10:00:05Z",
          "lastError":"it refuses\\u001b[2J","remedy":null}]}\
        """);

    Cli.Result result = cli().run("ops", "explain", "op-01");

    assertThat(result.out())
        .startsWith(
            "op-01 running\n\nweb-1 waits for a worker: no worker serves region eu-west.\n  since: ")
        .contains("\n  what to do: start one there with ./holdfast worker --region eu-west\n")
        .contains("\nop-01 waits for attempt 3 of x.\n  next attempt: ")
        .endsWith("  last error: it refuses?[2J\n");
    assertThat(Json.parse(cli().run("ops", "explain", "op-01", "-o", "json").out()).path("reasons"))
        .hasSize(2);
  }

  @Test
  void shouldSayWithARunningOperationWhatStandsInItsWay() {
    platform.answers("GET /operations/op-01", operation("running"));
    platform.answers("GET /operations/op-01/explain", WITHOUT_A_WORKER);

    assertThat(cli().run("ops", "show", "op-01").err())
        .isEqualTo(
            "\nweb-1 waits for a worker: no worker serves region eu;"
                + " start one there with ./holdfast worker --region eu\n");
  }

  @Test
  void shouldSayWhileItIsFollowedWhatStandsInItsWay() {
    // Obstacles are asked for after four seconds, and the operation twice a second.
    String[] longEnough = new String[10];
    Arrays.fill(longEnough, operation("running"));
    longEnough[9] = operation("succeeded");
    platform.answers("GET /operations/op-01", longEnough);
    platform.answers("GET /operations/op-01/steps", page());
    platform.answers("GET /operations/op-01/explain", WITHOUT_A_WORKER);

    assertThat(cli().run("ops", "show", "op-01", "--follow").err())
        .containsOnlyOnce(
            " web-1 waits for a worker: no worker serves region eu;"
                + " start one there with ./holdfast worker --region eu\n");
  }

  @Test
  void shouldExplainThatAnOperationHasEnded() {
    platform.answers(
        "GET /operations/op-01/explain",
        "{\"operation\":\"op-01\",\"state\":\"succeeded\",\"reasons\":[]}");

    assertThat(cli().run("ops", "explain", "op-01").out())
        .isEqualTo("op-01 succeeded\nIt has ended and waits for nothing.\n");
  }

  @Test
  void shouldShowAPlanLikeACommitWithoutLettingItSteerTheTerminal() {
    platform.answers("GET /operations/op-01/plan", Documents.plan());

    Cli.Result plain = cli().run("ops", "plan", "op-01");
    Cli.Result coloured = cli().onTerminal(Cli.TERMINAL).run("ops", "plan", "op-01");

    assertThat(plain.out())
        .isEqualTo(
            """
            web-1  1 change, 41 unchanged
              Harden sshd  the server reverts it by itself unless confirmed in 60 s
                ~ Write 00-holdfast.conf
                  --- a/x
                  +++ b/x
                  @@ -1 +1,2 @@
                   context
                  -PermitRootLogin yes
                  +PermitRootLogin no?[2J

            1 change on 1 server
            plan %s
            """
                .formatted(PLAN_HASH));
    assertThat(coloured.out())
        .contains("\u001b[31m-PermitRootLogin yes\u001b[0m")
        .doesNotContain("\u001b[2J");
  }

  @Test
  void shouldShowEqualPlansOnceAndTheBeginningOfLongDiffs() {
    String one = Json.parse(Documents.plan()).path("servers").get(0).toString();
    String diff = "--- a/x\\n+++ b/x\\n" + "+line\\n".repeat(30);
    String two = one.replace("web-1", "web-2").replace("sha256:11", "sha256:22");
    String three =
        one.replace("web-1", "db-1")
            .replaceAll("\"diff\":\"[^\"]*\"", "\"diff\":\"" + diff.replace("\\", "\\\\") + "\"");
    platform.answers(
        "GET /operations/op-01/plan",
        "{\"operation\":\"op-01\",\"planHash\":\"sha256:0\",\"servers\":["
            + String.join(",", one, two, three)
            + "]}");

    String out = cli().run("ops", "plan", "op-01").out();
    String full = cli().run("ops", "plan", "op-01", "--full").out();

    assertThat(out)
        .startsWith(
            """
            3 changes on 3 servers:
              web-1, web-2  each 1 change, 41 unchanged
              db-1  1 change, 41 unchanged

            web-1, web-2  each 1 change, 41 unchanged
              Harden sshd\
            """)
        .contains("\n      … and 24 more lines\n", "--full shows all of them")
        .containsOnlyOnce("-PermitRootLogin yes");
    assertThat(full.lines().filter(line -> line.equals("      +line"))).hasSize(30);
    assertThat(full).doesNotContain("more lines");
  }

  @Test
  void shouldShowWhoLosesAccessBeforeTheChanges() {
    platform.answers(
        "GET /operations/op-01/plan",
        Documents.plan()
            .replace(
                "\"refusals\":[]",
                """
                "refusals":[],"access":{"accounts":[
                 {"name":"ann","outcome":"LOSES_ALL","before":["password"],"after":[],"reason":"password: passwords are turned off"},
                 {"name":"bob","outcome":"KEEPS","before":["key"],"after":["key"],"reason":""},
                 {"name":"eve","outcome":"HAS_NONE","before":[],"after":[],"reason":"its account is expired"}],
                 "notes":["not checked: Match RDomain"]}\
                """));

    String out = cli().run("ops", "plan", "op-01").out();

    assertThat(out)
        .contains(
            """
              loses access: ann (password: passwords are turned off)
              keeps access: bob
              has no access now: eve (its account is expired)
              note: not checked: Match RDomain
            """);
  }

  @Test
  void shouldGiveThePlanAsJson() {
    platform.answers("GET /operations/op-01/plan", Documents.plan());

    String out = cli().run("ops", "plan", "op-01", "-o", "json").out();

    assertThat(Json.parse(out)).isEqualTo(Json.parse(Documents.plan()));
  }

  @Test
  void shouldMakeWholeLinesOfLogsThatArriveInPieces() {
    platform.answers(
        "GET /operations/op-01/logs",
        logs("c1", chunk("web-1", "Reading pack"), chunk("web-2", "ok\\n")),
        logs("c2", chunk("web-1", "ages\\nDone\\u001b[31m")),
        logs("c2"));

    Cli.Result result = cli().run("ops", "logs", "op-01");

    assertThat(result.out())
        .isEqualTo(
            """
            web-2 apply/x | ok
            web-1 apply/x | Reading packages
            web-1 apply/x | Done?[31m
            """);
    assertThat(platform.requests())
        .extracting(TestPlatform.Request::path)
        .containsExactly(
            "/operations/op-01/logs?limit=100",
            "/operations/op-01/logs?limit=100&after=c1",
            "/operations/op-01/logs?limit=100&after=c2");
  }

  @Test
  void shouldKeepTheTriesOfAStepApart() {
    String again = chunk("web-1", "ok\\n").replace("\"generation\":1", "\"generation\":2");
    platform.answers(
        "GET /operations/op-01/logs",
        logs("c1", chunk("web-1", "no line break"), again),
        logs("c1"));

    assertThat(cli().run("ops", "logs", "op-01").out())
        .isEqualTo("web-1 apply/x (2) | ok\nweb-1 apply/x | no line break\n");
  }

  @Test
  void shouldFollowLogsToTheEnd() {
    platform.answers("GET /operations/op-01", operation("running"), operation("failed"));
    platform.answers(
        "GET /operations/op-01/logs",
        logs("c1", chunk("web-1", "one\\n")),
        logs("c1"),
        logs("c2", chunk("web-1", "two\\n")),
        logs("c2"));

    Cli.Result result =
        cli().run("ops", "logs", "op-01", "--follow", "--server", "web-1", "-o", "json");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.out().lines().map(line -> Json.parse(line).path("text").asString()))
        .containsExactly("one\n", "two\n");
    assertThat(platform.requests().get(1).path()).contains("server=web-1");
  }

  @ParameterizedTest
  @CsvSource({"pause,paused", "resume,running", "cancel,cancelled"})
  void shouldSteer(String verb, String state) {
    platform.answers("POST /operations/op-01/" + verb, operation(state));

    Cli.Result result = cli().run("ops", verb, "op-01");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out()).isEqualTo("op-01 is " + state + "\n");
  }

  @Test
  void shouldTakeTheBeginningOfAnId() {
    String whole = "op-01jx3k5t7w9y1234";
    platform
        .answers("GET /operations/" + whole, operation("running").replace("op-01", whole))
        .answers("GET /operations", page("{\"id\":\"" + whole + "\"}"));

    assertThat(cli().run("ops", "show", "01jx", "-o", "json").exitCode()).isZero();
    assertThat(platform.requests())
        .extracting(TestPlatform.Request::path)
        .containsExactly(
            "/operations/01jx", "/operations?limit=5&prefix=op-01jx", "/operations/" + whole);
    platform.answers("GET /operations", page("{\"id\":\"op-01a\"}", "{\"id\":\"op-01b\"}"));
    Cli.Result several = cli().run("ops", "explain", "op-01");
    assertThat(several.exitCode()).isEqualTo(2);
    assertThat(several.err()).contains("several operations begin with op-01", "op-01a", "op-01b");
  }

  @Test
  void shouldNotCallStoppedWhatIsStillStopping() {
    platform.answers("POST /operations/op-01/cancel", operation("running"));
    platform.answers("POST /operations/op-01/pause", operation("running"));

    assertThat(cli().run("ops", "pause", "op-01").out()).startsWith("op-01 is pausing: ");
    assertThat(cli().run("ops", "cancel", "op-01"))
        .satisfies(result -> {
          assertThat(result.out()).isEqualTo("op-01 is cancelling\n");
          assertThat(result.err()).contains("./holdfast ops show op-01 --follow");
        });
  }

  @Test
  void shouldSayHowToGoAboutTheServers() {
    platform.answers("POST /operations/op-01/concurrency", operation("running"));
    platform.answers("POST /operations/op-01/skip", operation("running"));
    platform.answers("GET /operations/op-01", operation("running"));

    assertThat(cli().run("ops", "concurrency", "op-01", "20").out())
        .isEqualTo("op-01 is running\n");
    assertThat(
            cli().run("ops", "skip", "op-01", "--server", "web-1", "--reason", "gone soon").out())
        .isEqualTo("op-01 is running\n");

    assertThat(platform.request("POST /operations/op-01/concurrency").body())
        .isEqualTo("{\"concurrency\":20}");
    assertThat(platform.request("POST /operations/op-01/skip").body())
        .isEqualTo("{\"server\":\"web-1\",\"reason\":\"gone soon\"}");
    assertThat(cli().run("ops", "skip", "op-01").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldSayFromWhenServersMayBeStarted() {
    platform.answers("POST /operations/op-01/window", operation("running"));

    Cli.Result now = cli().run("ops", "window", "op-01", "--now");
    assertThat(now.out()).isEqualTo("op-01 is running\n");
    assertThat(now.err()).contains("at any time", "./holdfast ops show op-01 --follow");
    assertThat(platform.request("POST /operations/op-01/window").body())
        .isEqualTo("{\"now\":true}");
    assertThat(cli().run("ops", "window", "op-01").exitCode()).isEqualTo(2);
    assertThat(
            cli().run("ops", "window", "op-01", "--now", "--set", "daily 02:00-03:00").exitCode())
        .isEqualTo(2);
  }

  @Test
  void shouldShowTheWindowAndWhatWaitsForIt() {
    platform.answers(
        "GET /operations/op-01",
        operation(
                "parked",
                onServer("web-2", "parked", 0, 0, "")
                    .replace(
                        "\"error\":",
                        "\"parked\":{\"why\":\"window\",\"since\":\"2026-01-01T10:00:00Z\",\"until\":"
                            + "\"2026-01-03T01:00:00Z\"},\"error\":"))
            .replace(
                "\"error\":null,",
                "\"error\":null,\"window\":{\"hours\":\"sat 02:00-06:00 Europe/Berlin\",\"open\":false,"
                    + "\"until\":\"2026-01-03T01:00:00Z\"},"));
    platform.answers("GET /operations/op-01/explain", "{\"reasons\":[]}");

    assertThat(cli().run("ops", "show", "op-01").out())
        .containsPattern("window +sat 02:00-06:00 Europe/Berlin, closed until 2026-01-0")
        .containsPattern("web-2 +parked .*waits for its window until 2026-01-0");
  }

  @Test
  void shouldHaveServersTriedOnceMore() {
    platform.answers("POST /operations/op-01/retry", operation("running"));
    platform.answers(
        "POST /operations/op-01/fix",
        operation("paused", onServer("web-2", "failed", 0, 0, "exit code 3")));

    Cli.Result retried =
        cli().run("ops", "retry", "op-01", "--server", "web-1", "--server", "web-2");
    assertThat(retried.out()).isEqualTo("op-01 is running\n");
    assertThat(retried.err()).contains("Queued again", "./holdfast ops show op-01 --follow");
    assertThat(platform.request("POST /operations/op-01/retry").body())
        .isEqualTo("{\"servers\":[\"web-1\",\"web-2\"]}");
    assertThat(
            cli()
                .run("ops", "fix", "op-01", "--server", "web-1", "--set", "timeoutSeconds=9")
                .exitCode())
        .isZero();
    assertThat(platform.request("POST /operations/op-01/fix").body())
        .isEqualTo("{\"server\":\"web-1\",\"set\":[{\"path\":[\"timeoutSeconds\"],\"value\":9}]}");
    assertThat(cli().run("ops", "fix", "op-01", "--server", "web-1").err())
        .contains("say what is different", "ops retry op-01 --server web-1");
    assertThat(cli().run("ops", "fix", "op-01", "--set", "a=1").exitCode()).isEqualTo(2);
  }

  @Test
  void shouldSayUntilWhenItWaitsAndWhatWasFixed() {
    platform.answers(
        "GET /operations/op-01",
        operation("paused", keptBy("web-1", "{\"fixedBy\":\"ann\"}"))
            .replaceFirst(
                "\"error\":null,", "\"error\":null,\"waitsUntil\":\"2026-01-08T10:00:00Z\","));
    platform.answers("GET /operations/op-01/explain", "{\"reasons\":[]}");

    assertThat(cli().run("ops", "show", "op-01").out())
        .containsPattern("fails at +2026-01-08 ")
        .containsPattern("input +of its own, fixed by ann");
  }

  @Test
  void shouldShowWhoDecidedAboutThePlanAndWhen() {
    platform.answers(
        "GET /operations/op-01",
        operation("running")
            .replace(
                "\"error\":null,",
                """
                "error":null,"decisions":[
                 {"server":null,"planHash":"x","decision":"approved","by":"ann","at":"2026-01-01T10:00:00Z"},
                 {"server":"web-2","planHash":"y","decision":"rejected","by":"bob","reason":"too early",
                  "at":"2026-01-01T10:05:00Z"}],
                """));

    assertThat(cli().run("ops", "show", "op-01").out())
        .containsPattern("approved +by ann at 2026-01-01 ")
        .containsPattern("rejected +by bob at 2026-01-01 .*, for web-2: too early");
  }

  @Test
  void shouldNotClaimThatNothingChangedWhereNobodyKnows() {
    platform
        .answers("GET /operations/op-01/changes", page())
        .answers("GET /operations/op-01/plan", "{\"servers\":[]}")
        .answers("GET /operations/op-01/logs", logs("c1"));
    for (String type : List.of("exec", "copy", "sync")) {
      platform.answers("GET /operations/op-01", planless(operation("succeeded"), type));

      assertThat(cli().run("ops", "changes", "op-01").err())
          .contains(type + " keeps no list of changes");
      assertThat(cli().run("ops", "plan", "op-01").err()).contains(type + " makes no plan");
      assertThat(cli().run("ops", "logs", "op-01").err()).isEqualTo("No output.\n");
    }
    platform.answers("GET /operations/op-01", operation("running"));

    assertThat(cli().run("ops", "changes", "op-01").err()).contains("changed nothing so far");
    assertThat(cli().run("ops", "plan", "op-01").err()).contains("It has no plan yet");
    assertThat(cli().run("ops", "logs", "op-01").err()).contains("No output so far");
  }

  @Test
  void shouldShowWhatASyncDidInNumbersAndWhereThePathsAre() {
    platform
        .answers("GET /operations/op-01/changes", page())
        .answers(
            "GET /operations/op-01",
            operation("succeeded", onServer("web-1", "succeeded", 4, 9, null))
                .replace("lockdown", "sync")
                .replace(
                    "\"error\":null}]",
                    """
                    "error":null,"outcome":{"files":2,"links":0,"directories":1,"deleted":1,
                     "attributes":0,"path":"/srv/www"}}]\
                    """));

    Cli.Result result = cli().run("ops", "changes", "op-01");

    assertThat(result.out()).containsPattern("web-1 +succeeded +3 +1 +0 +/srv/www");
    assertThat(result.err()).contains("./holdfast ops logs op-01");
  }

  @Test
  void shouldNotCallPlannedChangesMade() {
    platform.answers(
        "GET /operations/op-01",
        operation(
            "cancelled",
            onServer("web-1", "cancelled", 1, 0, null)
                .replace("\"unchanged\":0", "\"unchanged\":0,\"planned\":7")));

    assertThat(cli().run("ops", "show", "op-01").out()).contains("1 of 7");
  }

  @Test
  void shouldListChanges() {
    platform.answers(
        "GET /operations/op-01/changes",
        page(
            """
            {"server":"web-1","id":"sshd","resource":"sshd","state":"applied",
             "appliedAt":"2026-01-01T10:00:00Z","change":{"title":"Harden sshd"}}\
            """));

    assertThat(cli().run("ops", "changes", "op-01").out())
        .contains("web-1", "applied", "Harden sshd");
  }

  @Test
  void shouldApproveExactlyThePlanThatWasNamed() {
    platform.answers("GET /approvals", page(waiting()));
    platform.answers("POST /approvals/op-01/approve", operation("running"));

    Cli.Result wrong = cli().run("approvals", "approve", "op-01", "--plan", "sha256:other");
    Cli.Result right = cli().run("approvals", "approve", "op-01", "--plan", PLAN_HASH);

    assertThat(wrong.exitCode()).isEqualTo(4);
    assertThat(wrong.err()).contains("the plan that waits is another one: " + PLAN_HASH);
    assertThat(right.exitCode()).isZero();
    assertThat(platform.request("POST /approvals/op-01/approve").body()).contains(PLAN_HASH);
    assertThat(cli().run("approvals", "approve", "op-01", "--plan", "abababababab").exitCode())
        .isZero();
    assertThat(cli().run("approvals", "approve", "op-01", "--plan", "abab").exitCode())
        .isEqualTo(4);
  }

  @Test
  void shouldSayThatNothingWaits() {
    platform.answers("GET /operations/op-01", operation("succeeded"));

    assertThat(cli().run("approvals", "list").err()).isEqualTo("Nothing waits for a decision.\n");
    assertThat(cli().run("approvals", "reject", "op-01", "--reason", "no").err())
        .contains("op-01 waits for no decision: it is succeeded");
  }

  @Test
  void shouldRespectNoColorAndDumbTerminals() {
    var dumb = new Terminal(true, true, true, false, false);
    platform.answers(
        "GET /operations/op-01", operation("failed", onServer("web-1", "failed", 0, 0, "gone")));

    Cli.Result result = cli().onTerminal(dumb).run("ops", "show", "op-01", "--follow");

    assertThat(result.out() + result.err())
        .contains("web-1: failed [1/1]", "gone")
        .doesNotContain("\u001b");
  }

  private static String logs(String next, String... chunks) {
    return "{\"items\":[" + String.join(",", chunks) + "],\"next\":\"" + next + "\"}";
  }

  private static String chunk(String server, String text) {
    return """
    {"server":"%s","step":"apply/x","generation":1,"stream":"stdout","offset":0,"length":1,
     "text":"%s","at":"2026-01-01T10:00:00Z"}\
    """
        .formatted(server, text);
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
