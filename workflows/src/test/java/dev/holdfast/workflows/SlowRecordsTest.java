package dev.holdfast.workflows;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.schemas.operation.OperationResult;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A database that answers late, or not at once. */
final class SlowRecordsTest {
  /** Longer than a workflow task may take, so that it has to be kept alive meanwhile. */
  private static final Duration LATE = Duration.ofSeconds(11);

  @Test
  void shouldFailNoOperationBecauseADatabaseIsSlow() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.settled("web-1");
      platform.records.slow.set(LATE.toMillis());

      OperationResult result = platform.run(Platform.approved());

      assertThat(platform.records.error).isEmpty();
      assertThat(result.progress().succeeded() + result.progress().unchanged()).isOne();
    }
  }

  @Test
  void shouldTryAgainWhenADatabaseIsAway() {
    try (Platform platform = new Platform("web-1")) {
      platform.servers.settled("web-1");
      platform.records.away.set(2);

      OperationResult result = platform.run(Platform.approved());

      assertThat(platform.records.error).isEmpty();
      assertThat(platform.records.away).hasValue(0);
      assertThat(result.progress().succeeded() + result.progress().unchanged()).isOne();
    }
  }
}
