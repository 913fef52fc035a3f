package dev.holdfast.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class HangingMetricsTest {
  private final CountDownLatch answered = new CountDownLatch(1);
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicReference<Thread> reader = new AtomicReference<>();

  /** As Temporal's, whose figures come late. */
  private final class Hanging extends PolledMetrics {
    private final MultiGauge gauge =
        MultiGauge.builder("hanging.test").register(Metrics.globalRegistry);

    @Override
    void read() {
      reader.set(Thread.currentThread());
      if (reads.incrementAndGet() > 1) {
        try {
          answered.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
      show(List.of(MultiGauge.Row.of(Tags.empty(), reads.get())));
    }

    @Override
    void leaveOut() {
      show(List.of());
    }

    private void show(List<MultiGauge.Row<?>> rows) {
      gauge.register(rows, true);
    }
  }

  private static final class Failing extends PolledMetrics {
    private boolean out;

    @Override
    void read() {
      throw new IllegalStateException("the database is away");
    }

    @Override
    void leaveOut() {
      out = true;
    }
  }

  @Test
  void shouldAnswerInTimeWithoutWhatHangsAndShowItAgainLater() throws Exception {
    Hanging hanging = new Hanging();
    Failing failing = new Failing();
    MetricsController metrics = new MetricsController(List.of(hanging, failing), Duration.ZERO);
    try {
      Metrics.counter("beside.test").increment();
      assertThat(scrape(metrics)).contains("hanging_test 1.0", "beside_test_total 1.0");
      assertThat(failing.out).isTrue();

      long began = System.nanoTime();
      String without = scrape(metrics);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
      assertThat(without).contains("beside_test_total 1.0").doesNotContain("hanging_test");
      // What hangs is not asked a second time meanwhile.
      assertThat(scrape(metrics)).doesNotContain("hanging_test");
      assertThat(reads).hasValue(2);

      answered.countDown();
      assertThat(Objects.requireNonNull(reader.get()).join(Duration.ofSeconds(10))).isTrue();
      assertThat(scrape(metrics)).containsPattern("hanging_test [23].0");
    } finally {
      metrics.close();
      Stream.of("hanging.test", "beside.test")
          .forEach(name ->
              Metrics.globalRegistry.find(name).meters().forEach(Metrics.globalRegistry::remove));
    }
  }

  private static String scrape(MetricsController metrics) {
    return Objects.requireNonNull(metrics.metrics().getBody());
  }
}
