package dev.holdfast.activities.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.holdfast.activities.diagnose.ClockCheck.Sample;
import dev.holdfast.schemas.diagnosis.Finding;
import dev.holdfast.schemas.diagnosis.Level;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  private static final Instant NOW = Instant.parse("2026-01-01T10:00:00Z");

  @Test
  void shouldTakeTheClockFromTheQuickestAnswer() {
    Sample slow = new Sample(NOW, NOW.plusMillis(4000), NOW.plusMillis(3900));
    Sample quick = new Sample(NOW, NOW.plusMillis(20), NOW.plusMillis(17));

    assertThat(ClockCheck.finding(List.of(slow, quick)).summary())
        .isEqualTo("the clock is 7 ms ahead of this worker's (± 11 ms)");
    assertThat(ClockCheck.finding(List.of(slow)).level()).isEqualTo(Level.OK);
  }

  @Test
  void shouldJudgeAClockThatIsOff() {
    assertThat(clock(-300).summary()).contains("300 ms behind");
    assertThat(clock(-300).level()).isEqualTo(Level.OK);
    assertThat(clock(1500).level()).isEqualTo(Level.WARNING);
    assertThat(clock(-90_000).level()).isEqualTo(Level.PROBLEM);
    assertThat(ClockCheck.finding(List.of()).level()).isEqualTo(Level.WARNING);
  }

  @Test
  void shouldReadTheTimeOutOfWhateverElseIsPrinted() {
    assertThat(ClockCheck.time("Welcome 2\n1767261600 000500000\n"))
        .contains(NOW.plusNanos(500_000));
    assertThat(ClockCheck.time("1767261600 %N")).contains(NOW);
    assertThat(ClockCheck.time("no date here")).isEmpty();
  }

  @Test
  void shouldTellTheServersShareFromTheNetworks() {
    assertThat(LatencyCheck.finding(0.2, 5, 10).level()).isEqualTo(Level.OK);
    assertThat(LatencyCheck.finding(80, 170, 10).level()).isEqualTo(Level.OK);
    assertThat(LatencyCheck.finding(0.2, 3010, 1).summary()).contains("long to start a command");
    assertThat(LatencyCheck.finding(400, 810, 4).summary()).contains("the way is long");
  }

  @Test
  void shouldWantConnectionsInLessThanFiveSeconds() {
    assertThat(ConnectCheck.finding(0.15).level()).isEqualTo(Level.OK);
    assertThat(ConnectCheck.finding(3).summary()).contains("3.00 s, which is slow");
    assertThat(ConnectCheck.finding(6.2).summary()).contains("less than 5 s");
  }

  @Test
  void shouldCountMegabytesASecond() {
    assertThat(ThroughputCheck.finding("speed/upload", 8 << 20, 0.5).summary())
        .isEqualTo("16.8 MB/s (8.0 MiB in 0.50 s)");
    assertThat(ThroughputCheck.finding("speed/upload", 1 << 20, 3).level())
        .isEqualTo(Level.WARNING);
    assertThat(ThroughputCheck.finding("speed/upload", 24_000, 3).level()).isEqualTo(Level.PROBLEM);
  }

  private static Finding clock(int aheadMillis) {
    return ClockCheck.finding(
        List.of(new Sample(NOW, NOW.plusMillis(4), NOW.plusMillis(aheadMillis + 2L))));
  }
}
