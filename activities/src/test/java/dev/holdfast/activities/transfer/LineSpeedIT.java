package dev.holdfast.activities.transfer;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * How long a file takes over slow and far lines beside OpenSSH's {@code scp}; prints it. {@code
 * -Dholdfast.slow.line=5000000} bytes take half an hour.
 */
@LabTest
@EnabledIfSystemProperty(named = "holdfast.slow.line", matches = "[1-9][0-9]*")
final class LineSpeedIT {
  private static final int SIZE = Integer.getInteger("holdfast.slow.line", 1);
  private static final double AROUND_SECONDS = 20;

  private final ScpComparison comparison;

  LineSpeedIT(Lab lab, LabServer labServer, TestInfo test) {
    comparison =
        new ScpComparison(
            lab, labServer, LabFixture.operation(test), SIZE, AROUND_SECONDS, SIZE / 4);
  }

  @Test
  void shouldTakeNotMuchLongerThanScp(@TempDir Path directory) throws Exception {
    comparison.begin();
    try {
      comparison.compare("64 kbit/s", directory, 8_000, Duration.ZERO, true);
      comparison.compare("150 ms", directory, 10_000_000, Duration.ofMillis(75), false);
    } finally {
      comparison.end();
    }
  }
}
