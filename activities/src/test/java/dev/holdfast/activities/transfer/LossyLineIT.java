package dev.holdfast.activities.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.LabFixture;
import dev.holdfast.lab.Lab;
import dev.holdfast.lab.LabServer;
import dev.holdfast.lab.testing.LabTest;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

/** A line that loses a packet in twenty, each way: what it carries arrives, about as fast. */
@LabTest(docker = true)
final class LossyLineIT {
  private static final int SIZE = 5_000_000;

  /** A lost first packet of a connection costs a second, and one of the login a fifth of it. */
  private static final double AROUND_SECONDS = 5;

  private static final long FAST = 50_000_000;

  private final Lab lab;
  private final LabServer labServer;
  private final ScpComparison comparison;

  LossyLineIT(Lab lab, LabServer labServer, TestInfo test) {
    this.lab = lab;
    this.labServer = labServer;
    comparison =
        // What is lost waits in the sender's buffers, megabytes of it.
        new ScpComparison(lab, labServer, LabFixture.operation(test), SIZE, AROUND_SECONDS, 0);
  }

  @Test
  void shouldTakeNotMuchLongerThanScpAndContinueWhereItBroke(@TempDir Path directory)
      throws Exception {
    comparison.begin();
    onServer(
        """
        nft add table inet loss
        nft 'add chain inet loss in { type filter hook input priority 0; }'
        nft 'add chain inet loss out { type filter hook output priority 0; }'
        nft 'add rule inet loss in tcp dport 22 numgen random mod 20 == 0 counter drop'
        nft 'add rule inet loss out tcp sport 22 numgen random mod 20 == 0 counter drop'
        """);
    try {
      comparison.compare("5 % loss", directory, FAST, Duration.ZERO, true);

      assertThat(onServer("nft list table inet loss"))
          .as("what was lost")
          .doesNotContain("packets 0 ");
    } finally {
      onServer("nft delete table inet loss");
      comparison.end();
    }
  }

  private String onServer(String script) {
    return lab.exec(labServer.name(), "sh", "-ec", script).orThrow();
  }
}
