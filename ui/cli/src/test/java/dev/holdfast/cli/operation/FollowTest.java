package dev.holdfast.cli.operation;

import static dev.holdfast.cli.Documents.PLAN_HASH;
import static dev.holdfast.cli.Documents.onServer;
import static dev.holdfast.cli.Documents.operation;
import static dev.holdfast.cli.Documents.step;
import static dev.holdfast.cli.Documents.waiting;
import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Documents;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import dev.holdfast.cli.WebSocketFront;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FollowTest {
  private static final String DONE =
      operation("succeeded", onServer("web-1", "succeeded", 7, 41, null));
  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void start() {
    platform.answers("GET /operations/op-01/steps", page(step("web-1", "Reload sshd")));
    platform.answers("GET /operations/op-01/plan", Documents.plan());
    platform.answers("POST /approvals/op-01/approve", operation("running"));
    platform.answers("POST /approvals/op-01/reject", operation("cancelled"));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldWriteALineWithTheTimeForEverythingNewWhereThereIsNoTerminal() {
    platform.answers(
        "GET /operations/op-01",
        operation("planning"),
        operation("running"),
        operation("running"),
        DONE);

    Cli.Result result = Cli.at(platform.url()).run("ops", "show", "op-01", "--follow");

    assertThat(result.out()).isEmpty();
    assertThat(result.err().replaceAll("(?m)^\\d\\d:\\d\\d:\\d\\d ", "TIME "))
        .startsWith(
            """
            TIME lockdown op-01: planning (1 server)
            TIME web-1: Reload sshd
            TIME lockdown op-01: running (1 server)
            TIME lockdown op-01: succeeded (1 server)
            TIME web-1: succeeded, 7 changes, 41 unchanged [1/1]
            """)
        .doesNotContain("\u001b");
  }

  @Test
  void shouldEndWithTheWarningsOfAnOperationThatHasSucceeded() {
    platform.answers(
        "GET /operations/op-01",
        DONE.replace(
            "\"error\":null,\n",
            "\"error\":null,\"warnings\":[{\"step\":\"notify\",\"operation\":\"op-02\",\"reason\":\"exit code 3\"}],\n"));

    Cli.Result result = Cli.at(platform.url()).run("ops", "show", "op-01", "--follow");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .contains(
            "warning: step notify failed in op-02: exit code 3", "succeeded with 1 warning in ");
  }

  @Test
  void shouldSayThatNothingWasChangedWhereItEndedBefore() {
    platform.answers(
        "GET /operations/op-01",
        operation("failed", onServer("web-1", "failed", 0, 0, "lets nobody in"))
            .replace(
                "\"error\":null,\n", "\"error\":\"nothing was changed: refused on web-1\",\n"));

    String said = Cli.at(platform.url()).run("ops", "show", "op-01", "--follow").err();

    assertThat(said)
        .contains("0 of 1 server succeeded, nothing was changed\n")
        .containsOnlyOnce("lets nobody in");
  }

  @Test
  void shouldSayWhichWaveIsUnderWay() {
    platform.answers(
        "GET /operations/op-01",
        operation("running").replace("\"servers\"", "\"wave\":{\"number\":2,\"of\":3},\"servers\""),
        DONE);

    assertThat(Cli.at(platform.url()).run("ops", "show", "op-01", "--follow").err())
        .contains("wave 2 of 3: 0 of 1 server done");
    platform.answers(
        "GET /operations/op-01",
        operation("running").replace("\"servers\"", "\"wave\":{\"number\":2,\"of\":3},\"servers\""),
        DONE);
    assertThat(
            Cli.at(platform.url())
                .onTerminal(Cli.TERMINAL)
                .run("ops", "show", "op-01", "--follow")
                .err())
        .contains("0 of 1 server, 1 running, wave 2 of 3");
  }

  @Test
  void shouldDrawOneBlockAgainAndAgainOnATerminal() {
    platform.answers("GET /operations/op-01", operation("running"), DONE);

    Cli.Result result =
        Cli.at(platform.url()).onTerminal(Cli.TERMINAL).run("ops", "show", "op-01", "--follow");

    assertThat(result.err())
        .contains("[------------------------] 0 of 1 server, 1 running")
        .contains("web-1", "Reload sshd")
        .contains("\u001b[3A\r\u001b[J")
        .contains("lockdown \u001b[32msucceeded\u001b[0m in 14 s");
    assertThat(result.err().split("Reload sshd", -1)).hasSizeGreaterThan(1);
  }

  @Test
  void shouldWaitForEventsOfTheOperationAndReconnect() {
    platform.answers("GET /operations/op-01", operation("running"));
    // Cut once: news then comes only over a second connection, or by asking.
    Consumer<WebSocketFront> onConnect =
        webSocket -> {
          if (webSocket.handshakes().size() == 1) {
            webSocket.cut();
          } else {
            webSocket.push(DONE);
          }
        };
    try (WebSocketFront webSocket = new WebSocketFront(platform.port(), onConnect)) {

      Cli.Result result = Cli.at(webSocket.url()).run("ops", "show", "op-01", "--follow");

      assertThat(result.exitCode()).isZero();
      assertThat(webSocket.handshakes()).hasSize(2);
      assertThat(webSocket.handshakes().getFirst())
          .startsWith("GET /ws/v1/events?operation=op-01 HTTP/1.1")
          .contains("Bearer hf_secret");
    }
  }

  @Test
  void shouldHearOfTheEndAtOnceRatherThanAtTheNextPoll() {
    platform.answers("GET /operations/op-01", operation("running"));
    Consumer<WebSocketFront> onConnect =
        // The document itself: asked again, the API would still say that it runs.
        webSocket -> webSocket.push(DONE);
    try (WebSocketFront webSocket = new WebSocketFront(platform.port(), onConnect)) {
      long start = System.nanoTime();

      Cli.at(webSocket.url()).run("ops", "show", "op-01", "--follow");

      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
    }
  }

  @Test
  void shouldGoOnWhenThePlatformComesBack() {
    platform.refuses(
        "GET /operations/op-01",
        503,
        "{\"code\":\"database-unavailable\",\"detail\":\"The database cannot be reached; try again in a moment.\"}");
    try (WebSocketFront webSocket =
        new WebSocketFront(
            platform.port(), connected -> platform.answers("GET /operations/op-01", DONE))) {
      Cli.Result result = Cli.at(webSocket.url()).run("ops", "show", "op-01", "--follow");

      assertThat(result.exitCode()).isZero();
      assertThat(result.err()).contains("The platform does not answer; the operation is safe");
    }
  }

  @Test
  void shouldNotWaitForAnOperationThatIsNotThere() {
    platform.refuses(
        "GET /operations/op-01", 404, "{\"detail\":\"There is no operation 'op-01'.\"}");

    assertThat(Cli.at(platform.url()).run("ops", "show", "op-01", "--follow").exitCode())
        .isEqualTo(3);
  }

  @Test
  void shouldShowThePlanAndApproveItWhenThePersonSaysYes() {
    awaitsApproval();

    Cli.Result result =
        Cli.at(platform.url())
            .onTerminal(Cli.TERMINAL)
            .typing("y\n")
            .run("ops", "show", "op-01", "--follow");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err()).contains("Harden sshd", "Approve this plan?", "Approved.");
    assertThat(Json.parse(platform.request("POST /approvals/op-01/approve").body()))
        .isEqualTo(Json.parse("{\"planHash\":\"" + PLAN_HASH + "\"}"));
  }

  @Test
  void shouldLeaveThePlanAloneWhenThePersonJustPressesEnter() {
    awaitsApproval();

    Cli.Result result =
        Cli.at(platform.url())
            .onTerminal(Cli.TERMINAL)
            .typing("\n")
            .run("ops", "show", "op-01", "--follow");

    assertThat(result.exitCode()).isEqualTo(130);
    assertThat(result.err())
        .contains("nothing is changed")
        .contains("./holdfast approvals approve op-01 --plan " + PLAN_HASH);
    assertThat(platform.requests()).noneMatch(request -> request.method().equals("POST"));
  }

  @Test
  void shouldRejectThePlanWithAReason() {
    awaitsApproval();

    Cli.at(platform.url())
        .onTerminal(Cli.TERMINAL)
        .typing("r\nNot Before Friday\n")
        .run("ops", "show", "op-01", "--follow");

    assertThat(
            Json.parse(platform.request("POST /approvals/op-01/reject").body())
                .path("reason")
                .asString())
        .isEqualTo("Not Before Friday");
  }

  @Test
  void shouldSayTheExactCommandWhereNobodyCanBeAsked() {
    awaitsApproval();

    Cli.Result result = Cli.at(platform.url()).run("ops", "show", "op-01", "--follow");

    assertThat(result.exitCode()).isZero();
    assertThat(result.err())
        .containsOnlyOnce("Approve it: ./holdfast approvals approve op-01 --plan " + PLAN_HASH);
  }

  private void awaitsApproval() {
    platform.answers("GET /approvals", page(waiting()));
    platform.answers(
        "GET /operations/op-01",
        operation("awaiting-approval"),
        operation("awaiting-approval"),
        DONE);
  }
}
