package dev.holdfast.api.schedules;

import dev.holdfast.platform.schedule.Cron;
import dev.holdfast.platform.schedule.CronField;
import dev.holdfast.platform.schedule.Timetable;
import dev.holdfast.platform.schedule.Timing;
import io.temporal.client.schedules.ScheduleCalendarSpec;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleRange;
import io.temporal.client.schedules.ScheduleSpec;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;

/**
 * A timing as Temporal understands it. Temporal leaves out a time that does not exist: for each day
 * on which that happens within the next years the end of the gap is a time of its own. Of a time
 * that exists twice it fires both; the second is left out when it is due.
 */
final class TemporalSpec {
  /** It is given again long before that. */
  private static final Duration AHEAD = Duration.ofDays(5 * 365);

  private static final List<ScheduleRange> ALL_DAYS_OF_MONTH = List.of(new ScheduleRange(1, 31));
  private static final List<ScheduleRange> ALL_DAYS_OF_WEEK = List.of(new ScheduleRange(0, 6));

  private TemporalSpec() {}

  static ScheduleSpec of(Timing timing, Instant now) {
    ScheduleSpec.Builder spec = ScheduleSpec.newBuilder().setTimeZoneName(timing.zone());
    if (timing.jitterSeconds() > 0) {
      spec.setJitter(Duration.ofSeconds(timing.jitterSeconds()));
    }
    switch (timing.timetable()) {
      case Timetable.Every every ->
          spec.setIntervals(List.of(new ScheduleIntervalSpec(every.interval())));
      case Timetable.Clock clock -> spec.setCalendars(calendars(clock, now));
    }
    return spec.build();
  }

  private static List<ScheduleCalendarSpec> calendars(Timetable.Clock clock, Instant now) {
    Cron cron = clock.cron();
    List<ScheduleRange> ofMonth = ranges(cron.dayOfMonth());
    List<ScheduleRange> ofWeek = ranges(cron.dayOfWeek());
    List<ScheduleCalendarSpec> calendars = new ArrayList<>();
    if (cron.eitherDay()) {
      calendars.add(calendar(cron, ofMonth, ALL_DAYS_OF_WEEK));
      calendars.add(calendar(cron, ALL_DAYS_OF_MONTH, ofWeek));
    } else {
      calendars.add(calendar(cron, ofMonth, ofWeek));
    }
    clock.moved(now, now.plus(AHEAD)).forEach(time -> calendars.add(once(time)));
    return calendars;
  }

  private static ScheduleCalendarSpec calendar(
      Cron cron, List<ScheduleRange> ofMonth, List<ScheduleRange> ofWeek) {
    return ScheduleCalendarSpec.newBuilder()
        .setSeconds(List.of(new ScheduleRange(0)))
        .setMinutes(ranges(cron.minute()))
        .setHour(ranges(cron.hour()))
        .setDayOfMonth(ofMonth)
        .setMonth(ranges(cron.month()))
        .setDayOfWeek(ofWeek)
        .build();
  }

  private static ScheduleCalendarSpec once(LocalDateTime time) {
    return ScheduleCalendarSpec.newBuilder()
        .setSeconds(List.of(new ScheduleRange(time.getSecond())))
        .setMinutes(List.of(new ScheduleRange(time.getMinute())))
        .setHour(List.of(new ScheduleRange(time.getHour())))
        .setDayOfMonth(List.of(new ScheduleRange(time.getDayOfMonth())))
        .setMonth(List.of(new ScheduleRange(time.getMonthValue())))
        .setYear(List.of(new ScheduleRange(time.getYear())))
        .setDayOfWeek(ALL_DAYS_OF_WEEK)
        .setComment("the end of a gap")
        .build();
  }

  private static List<ScheduleRange> ranges(CronField field) {
    return field.ranges().stream()
        .map(range -> new ScheduleRange(range.first(), range.last()))
        .toList();
  }
}
