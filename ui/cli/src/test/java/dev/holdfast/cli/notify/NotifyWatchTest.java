package dev.holdfast.cli.notify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NotifyWatchTest {
  private static final String FAILED =
      """
      {"id":7,"kind":"operation.failed","level":"error","at":"not a time","subject":"operation/op-1",
       "operation":"op-1","data":{"type":"lockdown","servers":{"failed":1}}}\
      """;
  private static final String GONE =
      """
      {"id":9,"kind":"server.removed","level":"warning","at":"not a time","subject":"server/web-1",
       "server":"web-1","data":{}}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldPrintEventsAfterTheLastIdUntilThereAreEnough() {
    platform.answers(
        "GET /events",
        "{\"items\":[" + FAILED + "],\"last\":8,\"more\":true}",
        "{\"items\":[" + GONE + "],\"last\":9,\"more\":false}");

    Cli.Result result =
        Cli.at(platform.url())
            .run("notify", "watch", "--after", "3", "--limit", "2", "--kind", "operation.*");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out())
        .isEqualTo(
            """
            not a time  error    operation.failed             op-1 type=lockdown servers=failed:1
            not a time  warning  server.removed               web-1
            """);
    assertThat(platform.requests().stream().map(request -> request.path()))
        .contains("/events?after=3&kind=operation.*", "/events?after=8&kind=operation.*");
  }

  /** Whoever reads a log must not guess whose clock it was. */
  @Test
  void shouldSayInWhichZoneItsTimesAre() {
    String timed = GONE.replace("not a time", "2026-01-01T10:00:00Z");
    platform.answers("GET /events", "{\"items\":[" + timed + "],\"last\":9,\"more\":false}");

    assertThat(Cli.at(platform.url()).run("notify", "watch", "--limit", "1").out())
        .matches("(?s)202[56]-\\d\\d-\\d\\d \\d\\d:\\d\\d:00 [+-]\\d{4}  warning .*");
  }

  @Test
  void shouldPrintOneDocumentALineForPrograms() {
    platform.answers("GET /events", "{\"items\":[" + FAILED + "],\"last\":7,\"more\":false}");

    Cli.Result result = Cli.at(platform.url()).run("notify", "watch", "--limit", "1", "-o", "json");

    assertThat(result.out().lines()).hasSize(1);
    assertThat(Json.number(Json.parse(result.out()), "id")).isEqualTo(7);
  }

  @Test
  void shouldSayWhatIsMissingForTheDesktop() {
    Cli.Result result = Cli.at(platform.url()).run("notify", "watch", "--desktop");

    assertThat(result.exitCode()).isEqualTo(1);
    assertThat(result.err()).contains("notify-send", "libnotify-bin");
  }
}
