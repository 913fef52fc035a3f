package dev.holdfast.platform.approval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WeeklyHoursTest {

  @ParameterizedTest
  @CsvSource({
    // 2026-11-27 is a Friday; Berlin is an hour ahead of UTC.
    "2026-11-27T06:59:59Z, false",
    "2026-11-27T07:00:00Z, true",
    "2026-11-27T16:59:59Z, true",
    "2026-11-27T17:00:00Z, false",
    "2026-11-28T12:00:00Z, false",
    "2026-11-30T12:00:00Z, true",
    // In summer it is two hours ahead.
    "2026-07-31T06:00:00Z, true",
    "2026-07-31T16:00:00Z, false"
  })
  void shouldKnowItsHours(Instant moment, boolean within) {
    assertThat(new WeeklyHours("mon-fri 08:00-18:00 Europe/Berlin").contains(moment))
        .isEqualTo(within);
    assertThat(new WeeklyHours("outside mon-fri 08:00-18:00 Europe/Berlin").contains(moment))
        .isEqualTo(!within);
  }

  @Test
  void shouldReadListsRangesOverTheWeekendAndMidnight() {
    WeeklyHours hours = new WeeklyHours("Wed,sat-mon 22:00-24:00 UTC");

    assertThat(hours.contains(Instant.parse("2026-11-29T23:59:59Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-11-30T22:00:00Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-12-01T22:00:00Z"))).isFalse();
    assertThat(hours.contains(Instant.parse("2026-12-02T22:00:00Z"))).isTrue();
    assertThat(hours.contains(Instant.parse("2026-12-03T00:00:00Z"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "always",
        "mon-fri 08:00-18:00",
        "mon-fri 18:00-08:00 UTC",
        "mon-fri 08:00-08:00 UTC",
        "mon-fri 08:00-25:00 UTC",
        "mon-xyz 08:00-18:00 UTC",
        "mon-tue-wed 08:00-18:00 UTC",
        "mon-fri 08:00-18:00 Mars/Base"
      })
  void shouldRefuseWhatSaysNoHours(String text) {
    assertThatThrownBy(() -> new WeeklyHours(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("hours: ")
        .hasMessageContaining("mon-fri 08:00-18:00 Europe/Berlin");
  }
}
