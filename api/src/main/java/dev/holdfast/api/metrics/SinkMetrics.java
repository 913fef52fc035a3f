package dev.holdfast.api.metrics;

import dev.holdfast.platform.notify.Sinks;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/** What waits for sinks and what is dead, as it is in the database. */
@Component
final class SinkMetrics {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final Sinks sinks;
  private final MultiGauge deliveries =
      MultiGauge.builder("holdfast.sink.deliveries")
          .description("Events that wait for a sink, and those that could not be delivered")
          .register(Metrics.globalRegistry);

  private Instant read = Instant.MIN;

  SinkMetrics(Sinks sinks) {
    this.sinks = sinks;
  }

  /** Reads them anew if they are more than a few seconds old. */
  synchronized void refresh() {
    Instant now = Instant.now();
    if (!read.isBefore(now.minus(FRESH))) {
      return;
    }
    deliveries.register(
        sinks.figures().stream()
            .map(figure ->
                MultiGauge.Row.of(
                    Tags.of("type", figure.type(), "state", figure.state()), figure.count()))
            .toList(),
        true);
    read = now;
  }
}
