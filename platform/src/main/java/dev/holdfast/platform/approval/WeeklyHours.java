package dev.holdfast.platform.approval;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Hours of each week, such as {@code mon-fri 08:00-18:00 Europe/Berlin}, or all others: {@code
 * outside mon-fri 08:00-18:00 Europe/Berlin}.
 *
 * @param text in which it was written
 */
public record WeeklyHours(String text) {
  private static final Pattern FORM =
      Pattern.compile(
          "(?i)(outside +)?([a-z]{3}(?:[-,][a-z]{3})*) +([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})"
              + " +([A-Za-z0-9_+/-]+)");
  private static final String MIDNIGHT = "24:00";
  private static final List<String> DAYS =
      Stream.of(DayOfWeek.values())
          .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
          .toList();

  /**
   * @throws IllegalArgumentException if the text says no hours
   */
  public WeeklyHours {
    text = text.strip();
    var _ = read(text);
  }

  /** Whether this moment is one of them. */
  public boolean contains(Instant moment) {
    Hours hours = read(text);
    ZonedDateTime there = moment.atZone(hours.zone());
    boolean within =
        hours.days().contains(there.getDayOfWeek())
            && !there.toLocalTime().isBefore(hours.from())
            && (hours.toMidnight() || there.toLocalTime().isBefore(hours.to()));
    return within != hours.outside();
  }

  private record Hours(
      boolean outside,
      Set<DayOfWeek> days,
      LocalTime from,
      LocalTime to,
      boolean toMidnight,
      ZoneId zone) {}

  private static Hours read(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw wrong(text);
    }
    try {
      boolean toMidnight = form.group(4).equals(MIDNIGHT);
      LocalTime from = LocalTime.parse(form.group(3));
      LocalTime to = toMidnight ? LocalTime.MIDNIGHT : LocalTime.parse(form.group(4));
      if (!toMidnight && !from.isBefore(to)) {
        throw wrong(text);
      }
      return new Hours(
          form.group(1) != null,
          days(form.group(2), text),
          from,
          to,
          toMidnight,
          ZoneId.of(form.group(5)));
    } catch (DateTimeException e) {
      throw wrong(text);
    }
  }

  private static Set<DayOfWeek> days(String list, String text) {
    Set<DayOfWeek> days = EnumSet.noneOf(DayOfWeek.class);
    for (String part : list.toLowerCase(Locale.ROOT).split(",", -1)) {
      List<Integer> ends = Stream.of(part.split("-", -1)).map(DAYS::indexOf).toList();
      int first = ends.getFirst();
      int last = ends.getLast();
      if (ends.size() > 2 || ends.contains(-1)) {
        throw wrong(text);
      }
      // From Saturday to Monday is a range, too.
      int length = Math.floorMod(last - first, DAYS.size());
      for (int i = 0; i <= length; i++) {
        days.add(DayOfWeek.MONDAY.plus(first + (long) i));
      }
    }
    return days;
  }

  private static IllegalArgumentException wrong(String text) {
    return new IllegalArgumentException(
        "hours: '"
            + text
            + "' is not like 'mon-fri 08:00-18:00 Europe/Berlin', with 'outside' before it for all"
            + " other hours");
  }

  @Override
  public String toString() {
    return text;
  }
}
