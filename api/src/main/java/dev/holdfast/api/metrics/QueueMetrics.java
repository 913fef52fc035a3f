package dev.holdfast.api.metrics;

import dev.holdfast.api.queues.Queue;
import dev.holdfast.api.queues.Queues;
import dev.holdfast.schemas.operation.Priority;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/** What waits in the task queues, as Temporal estimates it. */
@Component
final class QueueMetrics extends PolledMetrics {
  private final Queues queues;
  private final MultiGauge waiting =
      MultiGauge.builder("holdfast.queue.waiting")
          .description("Tasks that no worker has taken yet, about")
          .register(Metrics.globalRegistry);
  private final MultiGauge oldest =
      MultiGauge.builder("holdfast.queue.oldest")
          .description("How long the first of them waits")
          .baseUnit("seconds")
          .register(Metrics.globalRegistry);
  private final MultiGauge workers =
      MultiGauge.builder("holdfast.queue.workers")
          .description("Workers that have asked for work within the last 75 seconds")
          .register(Metrics.globalRegistry);

  QueueMetrics(Queues queues) {
    this.queues = queues;
  }

  /** A zero would say that nothing waits. */
  @Override
  void leaveOut() {
    Stream.of(waiting, oldest, workers).forEach(gauge -> gauge.register(List.of(), true));
  }

  @Override
  void read() {
    List<Queue> all = queues.all();
    waiting.register(all.stream().flatMap(QueueMetrics::byPriority).toList(), true);
    oldest.register(rows(all, Queue::oldestSeconds), true);
    workers.register(rows(all, queue -> (double) queue.workers().size()), true);
  }

  private static List<Row<?>> rows(List<Queue> all, ToDoubleFunction<Queue> value) {
    return all.stream()
        .<Row<?>>map(queue -> Row.of(tags(queue), value.applyAsDouble(queue)))
        .toList();
  }

  /** One for each priority, so that a sum over them is the whole. */
  private static Stream<Row<?>> byPriority(Queue queue) {
    return Arrays.stream(Priority.values())
        .map(priority ->
            Row.of(
                tags(queue).and("priority", priority.word()),
                queue.priorities().stream()
                    .filter(at -> at.priority() == priority)
                    .mapToLong(Queue.AtPriority::waiting)
                    .sum()));
  }

  private static Tags tags(Queue queue) {
    return Tags.of("queue", queue.queue(), "work", queue.work().word());
  }
}
