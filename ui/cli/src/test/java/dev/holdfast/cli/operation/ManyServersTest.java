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
import org.junit.jupiter.api.Timeout;

/** Operations on more servers than their document tells of. */
@Timeout(60)
class ManyServersTest {
  private static final String FIRST = onServer("web-3", "unreachable", 0, 0, "does not answer");
  private static final String SECOND = onServer("web-1", "succeeded", 2, 0, null);
  private static final String THIRD = onServer("web-2", "unchanged", 0, 4, null);

  private final TestPlatform platform = new TestPlatform();

  @BeforeEach
  void answer() {
    platform.answers("GET /operations/op-01", many("failed", 1, 1, 1));
    platform.answers("GET /operations/op-01/steps", page());
    platform.answers(
        "GET /operations/op-01/servers",
        "{\"items\":[" + SECOND + "," + THIRD + "],\"next\":\"a+b\"}",
        page(FIRST));
    platform.answers("POST /operations", operation("queued"));
  }

  @AfterEach
  void stop() {
    platform.close();
  }

  /** An operation on three servers, of which only the one that failed is told of. */
  private static String many(String state, int succeeded, int unchanged, int unreachable) {
    return operation(state, FIRST)
        .replaceFirst(
            "\"progress\":\\{[^}]*}",
            "\"progress\":{\"total\":3,\"succeeded\":%d,\"unchanged\":%d,\"unreachable\":%d}"
                .formatted(succeeded, unchanged, unreachable));
  }

  @Test
  void shouldSayHowManyMoreThereAreAndHowToListThem() {
    String shown = Cli.at(platform.url()).run("ops", "show", "op-01").out();

    assertThat(shown)
        .contains("web-3", "unreachable", "does not answer")
        .contains("and 2 more; ./holdfast ops servers op-01 lists them all")
        .doesNotContain("web-1");
  }

  @Test
  void shouldFollowThemInTenths() {
    platform.answers(
        "GET /operations/op-01",
        many("running", 1, 0, 0),
        many("running", 1, 0, 1),
        many("failed", 1, 1, 1));

    String said = Cli.at(platform.url()).run("ops", "show", "op-01", "--follow").err();

    assertThat(said)
        .contains("lockdown: 1 of 3 servers done")
        .contains("lockdown: 2 of 3 servers done, 1 failed")
        .contains("web-3: unreachable")
        .contains("2 of 3 servers succeeded");
  }

  @Test
  void shouldListAllServersOfAllParts() {
    String listed = Cli.at(platform.url()).run("ops", "servers", "op-01").out();

    assertThat(listed).containsSubsequence("web-1", "web-2", "unchanged", "web-3");
    assertThat(platform.requests())
        .anyMatch(request -> request.path().endsWith("/servers?limit=500&after=a%2Bb"));
  }

  @Test
  void shouldListThoseInSomeStates() {
    platform.answers("GET /operations/op-01/servers", page(FIRST));

    String listed =
        Cli.at(platform.url())
            .run("ops", "servers", "op-01", "--state", "failed,unreachable", "-o", "json")
            .out();

    assertThat(Json.parse(listed)).hasSize(1);
    assertThat(platform.request("GET /operations/op-01/servers").path())
        .endsWith("/servers?limit=500&state=failed%2Cunreachable");
  }

  @Test
  void shouldUndoItOnAllOfThem() {
    Cli.at(platform.url()).run("ops", "undo", "op-01");

    assertThat(started()).isEqualTo("web-1,web-2,web-3");
  }

  @Test
  void shouldStartAnotherOnAllOnWhichItDidNotSucceed() {
    Cli.at(platform.url()).run("run", "lockdown", "all", "--on-failed-of", "op-01");

    assertThat(started()).isEqualTo("web-3");
  }

  private String started() {
    return Json.parse(platform.request("POST /operations").body()).path("selector").asString();
  }
}
