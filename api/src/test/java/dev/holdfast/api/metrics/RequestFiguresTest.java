package dev.holdfast.api.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestFiguresTest {
  private final AtomicLong now = new AtomicLong(Duration.ofHours(1).toNanos());
  private final RequestFigures figures = new RequestFigures(now::get);

  private void answer(long millis, int status) {
    figures.record(Duration.ofMillis(millis).toNanos(), status);
  }

  @Test
  void shouldBeNothingBeforeTheFirstRequest() {
    assertThat(figures.figures()).isEqualTo(new RequestFigures.Figures(0, 0, 0, 0, 0, 0));
  }

  @Test
  void shouldTellPercentilesAndErrorsOfTheLastThousand() {
    answer(900_000, 500);
    for (int millis = 1; millis <= 1_000; millis++) {
      answer(millis, millis % 100 == 0 ? 503 : 404);
    }

    assertThat(figures.figures())
        .isEqualTo(new RequestFigures.Figures(1_001, 1_000, 1.0, 500, 950, 990));
  }

  @Test
  void shouldCountTheLastMinute() {
    answer(1, 200);
    now.addAndGet(Duration.ofSeconds(59).toNanos());
    answer(1, 200);
    assertThat(figures.figures().perMinute()).isEqualTo(2);

    now.addAndGet(Duration.ofSeconds(1).toNanos());
    assertThat(figures.figures().perMinute()).isEqualTo(1);
    now.addAndGet(Duration.ofHours(5).toNanos());
    assertThat(figures.figures().perMinute()).isZero();
    assertThat(figures.figures().counted()).isEqualTo(2);
  }
}
