package dev.holdfast.platform.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimetableTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "\"\" | has 0 fields",
        "0 3 * * | has 4 fields",
        "60 3 * * * | '60' is not a valid minute: it must be 0 to 59",
        "0 24 * * * | not a valid hour",
        "0 0 32 * * | day of the month",
        "0 0 30 2 * | would never fire",
        "0 0 * foo * | 'foo' is not a valid month",
        "5-1 0 * * * | ends before it begins",
        "*/0 * * * * | step",
        "0 0 * * 1-2-3 | not a valid day of the week",
        "@often | is not one of @annually"
      })
  void shouldSayWhatIsWrongWithAnExpression(String text, String message) {
    assertThatThrownBy(() -> Cron.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("cron: ")
        .hasMessageContaining(message);
  }

  @Test
  void shouldMatchEitherDayWhereBothAreNamed() {
    Timetable both = new Timetable.Clock(Cron.parse("0 12 13 * fri"), ZoneId.of("UTC"));

    List<ZonedDateTime> times =
        both.after(Instant.parse("2026-11-01T00:00:00Z"), 6).stream()
            .map(time -> time.atZone(ZoneId.of("UTC")))
            .toList();

    assertThat(times)
        .allMatch(time -> time.getDayOfMonth() == 13 || time.getDayOfWeek() == DayOfWeek.FRIDAY)
        .first()
        .isEqualTo(ZonedDateTime.parse("2026-11-06T12:00:00Z[UTC]"));
  }

  @Test
  void shouldFireOnceOnTheDaysOnWhichClocksChange() {
    var daily = new Timetable.Clock(Cron.parse("30 2 * * *"), BERLIN);

    assertThat(daily.after(Instant.parse("2026-03-28T12:00:00Z"), 2))
        .as("02:30 does not exist: the end of the gap")
        .containsExactly(
            Instant.parse("2026-03-29T01:00:00Z"), Instant.parse("2026-03-30T00:30:00Z"));
    assertThat(daily.after(Instant.parse("2026-10-24T12:00:00Z"), 2))
        .as("02:30 exists twice: the first")
        .containsExactly(
            Instant.parse("2026-10-25T00:30:00Z"), Instant.parse("2026-10-26T01:30:00Z"));
    assertThat(daily.fires(Instant.parse("2026-10-25T00:30:00Z"))).isTrue();
    assertThat(daily.fires(Instant.parse("2026-10-25T01:30:00Z"))).isFalse();
    assertThat(daily.fires(Instant.parse("2026-10-25T01:30:07Z"))).as("by hand").isTrue();
    assertThat(
            daily.moved(
                Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z")))
        .containsExactly(
            LocalDateTime.parse("2026-03-29T03:00"), LocalDateTime.parse("2027-03-28T03:00"));
  }

  @Test
  void shouldFireEachHourThatPassesWhereItMeansEachHour() {
    var hourly = new Timetable.Clock(Cron.parse("0 * * * *"), BERLIN);

    for (String change : List.of("2026-03-28T23:30:00Z", "2026-10-24T22:30:00Z")) {
      List<Instant> times = hourly.after(Instant.parse(change), 6);
      for (int i = 1; i < times.size(); i++) {
        assertThat(Duration.between(times.get(i - 1), times.get(i))).isEqualTo(Duration.ofHours(1));
      }
    }
    assertThat(hourly.fires(Instant.parse("2026-10-25T01:00:00Z"))).isTrue();
  }

  @Test
  void shouldAgreeWithTheClockMinuteByMinute() {
    var random = new Random(7);
    List<String> zones =
        List.of(
            "Europe/Berlin",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Kathmandu",
            "Africa/Casablanca");
    for (String zone : zones) {
      for (String text :
          List.of("15 2 * * *", "*/20 1-3 * * *", "30 * * * *", "0 0,2,3 1-7 * sun")) {
        ZoneId id = ZoneId.of(zone);
        var table = new Timetable.Clock(Cron.parse(text), id);
        Instant from =
            Instant.parse("2026-01-01T00:00:00Z").plus(Duration.ofHours(random.nextInt(24 * 300)));
        Instant to = from.plus(Duration.ofDays(60));
        List<Instant> expected = minuteByMinute(table, id, from, to);

        assertThat(table.after(from, expected.size()))
            .as(zone + " " + text)
            .containsExactlyElementsOf(expected);
      }
    }
  }

  /** By looking at each minute, in the simplest way. */
  private static List<Instant> minuteByMinute(
      Timetable.Clock table, ZoneId zone, Instant from, Instant to) {
    List<Instant> times = new ArrayList<>();
    Instant minute = from.plusSeconds(60);
    for (; minute.isBefore(to); minute = minute.plusSeconds(60)) {
      var before = minute.minusSeconds(60).atZone(zone).toLocalDateTime();
      var now = minute.atZone(zone).toLocalDateTime();
      boolean fires = table.cron().matches(now) && table.fires(minute);
      if (table.cron().namesHours()) {
        for (var gone = before.plusMinutes(1); gone.isBefore(now); gone = gone.plusMinutes(1)) {
          fires |= table.cron().matches(gone);
        }
      }
      if (fires) {
        times.add(minute);
      }
    }
    return times;
  }

  @Test
  void shouldCountIntervalsFromTheEpoch() {
    var every = new Timetable.Every(Duration.ofHours(6));

    assertThat(every.after(Instant.parse("2026-11-28T09:00:00Z"), 2))
        .containsExactly(
            Instant.parse("2026-11-28T12:00:00Z"), Instant.parse("2026-11-28T18:00:00Z"));
    assertThatThrownBy(() -> new Timetable.Every(Duration.ofSeconds(5)))
        .hasMessageContaining("1 minute");
  }
}
