package dev.holdfast.api.metrics;

import dev.holdfast.platform.operation.OperationFigures;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** The operations that are open and what waits for a decision, as they are in the database. */
@Component
final class OperationMetrics extends PolledMetrics {
  private final OperationFigures figures;
  private final MultiGauge operations =
      MultiGauge.builder("holdfast.operations.open")
          .description("Operations that have not ended")
          .register(Metrics.globalRegistry);
  private final MultiGauge approvals =
      MultiGauge.builder("holdfast.approvals.waiting")
          .description("Plans that wait for a decision")
          .register(Metrics.globalRegistry);
  private final MultiGauge oldest =
      MultiGauge.builder("holdfast.approvals.oldest")
          .description("How long the first of them waits")
          .baseUnit("seconds")
          .register(Metrics.globalRegistry);

  OperationMetrics(OperationFigures figures) {
    this.figures = figures;
  }

  @Override
  void leaveOut() {
    Stream.of(operations, approvals, oldest).forEach(gauge -> gauge.register(List.of(), true));
  }

  @Override
  void read() {
    OperationFigures.Waiting waiting = figures.waiting();
    operations.register(
        figures.open().stream()
            .map(open ->
                MultiGauge.Row.of(
                    Tags.of("type", open.type(), "state", open.state()), open.count()))
            .toList(),
        true);
    approvals.register(List.of(MultiGauge.Row.of(Tags.empty(), waiting.count())), true);
    oldest.register(
        List.of(MultiGauge.Row.of(Tags.empty(), waiting.oldest().toMillis() / 1000.0)), true);
  }
}
