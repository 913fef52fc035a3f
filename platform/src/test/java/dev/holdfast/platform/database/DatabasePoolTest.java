package dev.holdfast.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.platform.PlatformConfig;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

final class DatabasePoolTest {
  /** Nothing listens there: a pool is made all the same. */
  private static final PlatformConfig.Database NOWHERE =
      new PlatformConfig.Database("jdbc:postgresql://127.0.0.1:1/none", "nobody", "nothing");

  @Test
  void shouldShowTheConnectionsOfEachPartAmongTheMetrics() {
    var seen = new SimpleMeterRegistry();
    Metrics.addRegistry(seen);
    try (var one = new DatabasePool("one", NOWHERE);
        var two = new DatabasePool("two", NOWHERE, 3)) {
      assertThat(seen.get("hikaricp.connections.max").tag("pool", "one").gauge().value())
          .isEqualTo(6);
      assertThat(seen.get("hikaricp.connections.max").tag("pool", "two").gauge().value())
          .isEqualTo(3);
      assertThat(one.jdbi()).isNotSameAs(two.jdbi());
    } finally {
      Metrics.removeRegistry(seen);
    }
  }
}
