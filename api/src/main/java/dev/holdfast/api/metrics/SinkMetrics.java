package dev.holdfast.api.metrics;

import dev.holdfast.platform.notify.Sinks;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What waits for sinks and what is dead, as it is in the database. */
@Component
final class SinkMetrics extends PolledMetrics {
  private final Sinks sinks;
  private final MultiGauge deliveries =
      MultiGauge.builder("holdfast.sink.deliveries")
          .description("Events that wait for a sink, and those that could not be delivered")
          .register(Metrics.globalRegistry);

  SinkMetrics(Sinks sinks) {
    this.sinks = sinks;
  }

  @Override
  void leaveOut() {
    Stream.of(deliveries).forEach(gauge -> gauge.register(List.of(), true));
  }

  @Override
  void read() {
    deliveries.register(
        sinks.figures().stream()
            .map(figure ->
                MultiGauge.Row.of(
                    Tags.of("type", figure.type(), "state", figure.state()), figure.count()))
            .toList(),
        true);
  }
}
