package dev.holdfast.cli.containers;

import static dev.holdfast.cli.TestPlatform.page;
import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.Json;
import dev.holdfast.cli.TestPlatform;
import dev.holdfast.cli.operation.Phrases;
import java.time.ZoneId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ContainerMonitorCommandsTest {
  private static final String SINCE = "2026-11-29T10:00:00Z";
  private static final String SHOWN = Phrases.time(SINCE, ZoneId.systemDefault());

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldStartAndShowWhatCannotBeReached() {
    platform.answers(
        "POST /containers/monitors",
        page(
            """
            {"server": "web-1", "state": "unreachable", "since": "%s", "sampledAt": null,
             "message": "web-1 is off", "startedBy": "admin", "startedAt": "%s"}
            """
                .formatted(SINCE, SINCE)));

    Cli.Result result = run("containers", "monitor", "start", "env=prod");

    assertThat(result.exitCode()).isZero();
    assertThat(result.out().lines())
        .last()
        .isEqualTo("web-1   unreachable  " + SHOWN + "  -       web-1 is off");
    assertThat(platform.request("POST /containers/monitors").body())
        .isEqualTo("{\"selector\":\"env=prod\"}");
  }

  @Test
  void shouldShowWhatContainersUse() {
    String usage =
        """
        {"server": "web-1", "container": "shop", "at": "%s", "cpuPercent": 12.34,
         "memoryBytes": 12345678, "memoryLimitBytes": 64000000, "processes": 3, "connections": null,
         "receivedBytes": 1000000, "sentBytes": 2000000, "restarts": 0, "health": null}
        """
            .formatted(SINCE);
    platform.answers("GET /containers/usage", page(usage), page(usage));

    assertThat(run("containers", "usage", "web-1", "shop").out().lines())
        .containsExactly(
            "SERVER  CONTAINER  CPU     MEMORY  OF     PROCESSES  CONNECTIONS  RECEIVED  SENT    RESTARTS  HEALTH",
            "web-1   shop       12.3 %  12 MB   64 MB  3          -            1.0 MB    2.0 MB  0         -");
    Cli.Result json = run("containers", "usage", "-o", "json");
    assertThat(Json.parse(json.out()).isArray()).isTrue();
  }

  @Test
  void shouldShowViolationsWithTheirFigures() {
    platform.answers(
        "GET /containers/violations",
        page(
            """
            {"server": "web-1", "container": "shop", "what": "cpu", "destination": null, "value": 99,
             "limit": 80, "begunAt": "%s", "lastAt": "%s", "endedAt": null}
            """
                .formatted(SINCE, SINCE),
            """
            {"server": "web-1", "container": "shop", "what": "destination",
             "destination": "192.0.2.1:443/tcp", "value": 1, "limit": 0, "begunAt": "%s",
             "lastAt": "%s", "endedAt": "%s"}
            """
                .formatted(SINCE, SINCE, SINCE)));

    assertThat(run("containers", "violations", "web-1", "--all").out().lines())
        .anySatisfy(line -> assertThat(line).contains("cpu ", "99 %", "80 %"))
        .anySatisfy(line -> assertThat(line).contains("destination 192.0.2.1:443/tcp"));
  }

  @Test
  void shouldSendOnlyTheLimitsThatAreGiven() {
    platform.answers("POST /containers/limits", page());
    platform.answers("GET /containers/limits", page());

    run(
        "containers",
        "monitor",
        "limits",
        "web-1",
        "shop",
        "--cpu",
        "90",
        "--expect",
        "10.0.0.0/8:443,192.0.2.1");
    run("containers", "monitor", "limits", "web-1");

    assertThat(Json.parse(platform.request("POST /containers/limits").body()))
        .isEqualTo(
            Json.parse(
                """
                {"container": "shop", "reset": false, "cpu": 90, "memory": null,
                 "connections": null, "processes": null,
                 "expected": ["10.0.0.0/8:443", "192.0.2.1"], "selector": "web-1"}
                """));
  }

  private Cli.Result run(String... words) {
    return Cli.at(platform.url()).run(words);
  }
}
