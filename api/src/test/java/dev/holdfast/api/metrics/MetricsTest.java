package dev.holdfast.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.api.testing.Http;
import dev.holdfast.api.testing.TestPlatform;
import io.micrometer.core.instrument.Metrics;
import org.junit.jupiter.api.Test;

final class MetricsTest {

  @Test
  void shouldTellPrometheusWhatTheProcessMeasures() {
    Http owner = TestPlatform.get().owner();
    Metrics.counter("holdfast.journal.rounds", "server", "web-1", "verb", "run").increment();

    Http.Answer answer = owner.get("/metrics");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.body())
        .contains("holdfast_journal_rounds_total{server=\"web-1\",verb=\"run\"} 1.0");
  }
}
