package dev.holdfast.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MaintenanceWindowTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // Saturdays, and nothing else
        "sat 02:00-06:00 Europe/Berlin | 2026-11-28T00:59:59Z | closed | 2026-11-28T01:00:00Z",
        "sat 02:00-06:00 Europe/Berlin | 2026-11-28T01:00:00Z | open   | 2026-11-28T05:00:00Z",
        "sat 02:00-06:00 Europe/Berlin | 2026-11-28T05:00:00Z | closed | 2026-12-05T01:00:00Z",
        // over midnight, and without a zone by UTC
        "Fri 22:00-02:00 | 2026-11-28T01:59:00Z | open   | 2026-11-28T02:00:00Z",
        "fri 22:00-02:00 | 2026-11-27T01:00:00Z | closed | 2026-11-27T22:00:00Z",
        "sat-mon 22:00-24:00 | 2026-11-30T23:00:00Z | open | 2026-12-01T00:00:00Z",
        // several; what begins where another ends is one
        "sat 02:00-04:00; sat 04:00-05:00; sun 02:00-04:00 | 2026-11-28T02:00:00Z | open | 2026-11-28T05:00:00Z",
        "sat 02:00-04:00; sun 02:00-04:00 | 2026-11-28T04:00:00Z | closed | 2026-11-29T02:00:00Z",
        // by cron
        "0 2 * * sat/4h Europe/Berlin | 2026-11-28T04:59:00Z | open | 2026-11-28T05:00:00Z",
        "*/30 * * * */10m | 2026-11-28T04:10:00Z | closed | 2026-11-28T04:30:00Z",
        "@monthly/1d | 2026-11-01T23:59:00Z | open | 2026-11-02T00:00:00Z",
        // clocks are set forward at 02:00: 02:00 is 03:00, an hour is lost
        "sun 02:00-06:00 Europe/Berlin | 2026-03-29T00:59:59Z | closed | 2026-03-29T01:00:00Z",
        "sun 02:00-06:00 Europe/Berlin | 2026-03-29T01:00:00Z | open   | 2026-03-29T04:00:00Z",
        // nothing is left of it
        "sun 02:10-02:50 Europe/Berlin | 2026-03-29T00:59:00Z | closed | 2026-04-05T00:10:00Z",
        // clocks are set back at 03:00: an hour is won
        "sun 02:30-06:00 Europe/Berlin | 2026-10-25T00:30:00Z | open   | 2026-10-25T05:00:00Z",
        "sun 00:00-02:30 Europe/Berlin | 2026-10-25T00:30:00Z | closed | 2026-10-31T23:00:00Z",
        "0 2 * * sun/2h Europe/Berlin  | 2026-10-25T01:59:00Z | open   | 2026-10-25T02:00:00Z",
      })
  void shouldBeOpenInItsHoursOnly(String text, Instant moment, String how, Instant until) {
    assertThat(new MaintenanceWindow(text).at(moment))
        .isEqualTo(new MaintenanceWindow.At(how.strip().equals("open"), until));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | has 1 to 500 characters, such as",
        "sat 2:00-6:00 | is not like",
        "sat 02:00-25:00 | window: 'sat 02:00-25:00'",
        "sat 02:00-02:00 | a whole day is 00:00-24:00",
        "foo 02:00-03:00 | are not days",
        "sat 02:00-03:00 Europe/Nowhere | 'Europe/Nowhere' is not a time zone",
        "sat 02:00-03:00;; | is not like",
        "0 2 * * */8d | lasts 1m to 7d, not 8d",
        "0 2 * * */0h | lasts 1m to 7d, not 0h",
        "0 25 * * */1h | not a valid hour",
        "0 2 * * sat | is not like",
      })
  void shouldSayWhatIsWrong(String text, String message) {
    assertThatThrownBy(() -> new MaintenanceWindow(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("window: ")
        .hasMessageContaining(message);
  }

  @Test
  void shouldStayTheSameUntilItSaysOtherwise() {
    Random random = new Random(11);
    List<String> zones = List.copyOf(ZoneId.getAvailableZoneIds()).stream().sorted().toList();
    for (int i = 0; i < 300; i++) {
      MaintenanceWindow window =
          new MaintenanceWindow(
              "%s %02d:%02d-%02d:%02d %s; 30 %d * * *"
                      .formatted(
                          List.of("daily", "sat,sun", "fri-mon").get(random.nextInt(3)),
                          random.nextInt(24),
                          random.nextInt(30),
                          random.nextInt(24),
                          30 + random.nextInt(30),
                          zones.get(random.nextInt(zones.size())),
                          random.nextInt(24))
                  + "/90m");
      Instant moment =
          Instant.parse("2026-01-01T00:00:00Z").plusSeconds(random.nextInt(2 * 365 * 86_400));

      MaintenanceWindow.At at = window.at(moment);

      assertThat(at.until()).as(window.text()).isAfter(moment);
      Instant between =
          moment.plusSeconds(random.nextLong(Duration.between(moment, at.until()).toSeconds() + 1));
      assertThat(between.equals(at.until()) || window.at(between).equals(at))
          .as("%s at %s, %s at %s", window.text(), moment, at, between)
          .isTrue();
      assertThat(window.at(at.until()).open()).as(window.text()).isNotEqualTo(at.open());
    }
  }
}
