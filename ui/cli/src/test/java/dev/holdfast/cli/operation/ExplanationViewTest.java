package dev.holdfast.cli.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.cli.Json;
import dev.holdfast.cli.Style;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExplanationViewTest {
  private static final Clock NOON =
      Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

  private static List<String> lines(String since, String next) {
    return new ExplanationView(NOON, new Style(false))
        .lines(
            Json.parse(
                """
                {"operation":"op-01","state":"running","reasons":[{"server":"web-1",
                 "waitingFor":"x","since":"%s","nextRetryAt":"%s"}]}
                """
                    .formatted(since, next)));
  }

  @Test
  void shouldSayHowLongItHasBeenAndWillBe() {
    assertThat(lines("2026-01-01T11:50:00Z", "2026-01-01T12:00:30Z"))
        .contains(
            "  since: 2026-01-01 11:50:00 +0000 (for 10 min 0 s)",
            "  next attempt: 2026-01-01 12:00:30 +0000 (in 30 s)");
  }

  @Test
  void shouldNotCountWhatHasJustBegun() {
    assertThat(lines("2026-01-01T11:59:59.500Z", ""))
        .contains("  since: 2026-01-01 11:59:59 +0000");
  }

  @Test
  void shouldSayWhoHasRejectedAPlan() {
    assertThat(
            new ExplanationView(NOON, new Style(false))
                .lines(
                    Json.parse(
                        """
                        {"operation":"op-01","state":"cancelled","reasons":[],"rejections":[
                         {"server":null,"by":"ann","reason":"too early","at":"2026-01-01T11:00:00Z"}]}
                        """)))
        .last()
        .isEqualTo("Its plan was rejected by ann at 2026-01-01 11:00:00 +0000: too early");
  }

  @Test
  void shouldSayWhatKindOfFailureItWas() {
    String failure =
        """
        {"code":"unreachable","message":"no answer","component":"ssh","retryable":true}\
        """;

    assertThat(
            new ExplanationView(NOON, new Style(false))
                .lines(
                    Json.parse(
                        """
                        {"operation":"op-01","state":"running","failure":%s,"reasons":[
                         {"waitingFor":"x","lastError":"no answer","failure":%s}]}
                        """
                            .formatted(failure, failure))))
        .containsSequence("It has failed: no answer", "  ssh · unreachable · retryable")
        .containsSequence("  last error: no answer", "    ssh · unreachable · retryable");
  }

  @Test
  void shouldNotCountBackwards() {
    assertThat(lines("2026-01-01T12:00:01Z", "2026-01-01T11:59:00Z"))
        .contains("  since: 2026-01-01 12:00:01 +0000", "  next attempt: now");
  }
}
