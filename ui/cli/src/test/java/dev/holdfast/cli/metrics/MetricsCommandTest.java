package dev.holdfast.cli.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Cli;
import dev.holdfast.cli.TestPlatform;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MetricsCommandTest {
  private static final String HEALTH =
      """
      {"status":"up","components":{"database":{"status":"up","latencyMillis":0.94}},
       "requests":{"perMinute":214,"counted":1000,"errorPercent":0.1,"p50Millis":3.14,
         "p95Millis":12.4,"p99Millis":31.0},
       "activeTraces":3,"pool":{"active":1,"idle":2,"waiting":0,"most":6},
       "keyCache":{"entries":41,"hits":1893,"misses":77}%s}\
      """;

  private final TestPlatform platform = new TestPlatform();

  @AfterEach
  void stop() {
    platform.close();
  }

  @Test
  void shouldShowFiguresForPeople() {
    Cli.Result result =
        metrics(",\"availability\":{\"percent\":99.9941,\"since\":\"2026-11-02T08:00:00Z\"}");

    assertThat(result.exitCode()).as(result.err()).isZero();
    assertThat(result.out())
        .contains("  database     up, 0.9 ms")
        .contains("p50 3.1 ms, p95 12.4 ms, p99 31.0 ms, of the last 1000 requests")
        .contains("errors         0.1 % of them")
        .contains("1 of 6 connections in use, 0 wait for one")
        .contains("active traces  3")
        .contains("availability   99.994 % since 2026-11-02 ");
  }

  @Test
  void shouldSayWhatIsNotMeasuredYet() {
    assertThat(metrics("").out()).contains("availability   not measured yet");
  }

  @Test
  void shouldPrintTheAnswerAsItIs() {
    platform.answers("GET /health", HEALTH.formatted(""));

    assertThat(cli().run("metrics", "-o", "json").out()).contains("\"perMinute\" : 214");
  }

  private Cli.Result metrics(String more) {
    platform.answers("GET /health", HEALTH.formatted(more));
    return cli().run("metrics");
  }

  private Cli cli() {
    return Cli.at(platform.url());
  }
}
