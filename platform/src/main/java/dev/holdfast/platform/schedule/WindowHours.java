package dev.holdfast.platform.schedule;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Hours that come again: {@code sat 02:00-06:00 Europe/Berlin} ends by the clocks there, also after
 * midnight; {@code 0 2 * * sat/4h Europe/Berlin} lasts four hours from when its cron expression
 * fires. On the days on which clocks change both begin as schedules do.
 *
 * @param opens when they begin
 * @param to when they end by the clock; null where they last for a time
 * @param lasts how long; null where they end by the clock
 */
record WindowHours(Timetable.Clock opens, @Nullable LocalTime to, @Nullable Duration lasts) {
  static final String EXAMPLE = "'sat 02:00-06:00 Europe/Berlin' or '0 2 * * sat/4h Europe/Berlin'";

  private static final Pattern WEEKLY =
      Pattern.compile(
          "(?i)([a-z]{3,5}(?:[-,][a-z]{3})*)\\s+([0-9]{2}:[0-9]{2})-([0-9]{2}:[0-9]{2})(?:\\s+(\\S+))?");
  private static final Pattern BY_CRON =
      Pattern.compile("(@[a-z]+|\\S+(?:\\s+\\S+){4})/([0-9]{1,5})([mhd])(?:\\s+(\\S+))?");
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);

  /** The longest that ends by the clock: a day on which clocks are set back. */
  private static final Duration DAY = Duration.ofHours(26);

  private static final String MIDNIGHT = "24:00";
  private static final List<String> DAYS =
      Stream.of(DayOfWeek.values())
          .map(day -> day.name().substring(0, 3).toLowerCase(Locale.ROOT))
          .toList();

  /** From one moment until before another. */
  record Span(Instant from, Instant to) {
    boolean contains(Instant moment) {
      return !moment.isBefore(from) && moment.isBefore(to);
    }
  }

  /**
   * @throws IllegalArgumentException that begins with {@code window: } and says what is wrong
   */
  static WindowHours parse(String text) {
    Matcher weekly = WEEKLY.matcher(text);
    Matcher cron = BY_CRON.matcher(text);
    try {
      if (weekly.matches()) {
        return weekly(weekly, text);
      }
      if (cron.matches()) {
        return byCron(cron);
      }
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "window: '" + text + "': " + String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT), e);
    }
    throw new IllegalArgumentException("window: '" + text + "' is not like " + EXAMPLE);
  }

  private static WindowHours weekly(Matcher form, String text) {
    boolean toMidnight = form.group(3).equals(MIDNIGHT);
    LocalTime from = LocalTime.parse(form.group(2));
    LocalTime to = toMidnight ? LocalTime.MIDNIGHT : LocalTime.parse(form.group(3));
    if (from.equals(to) && !toMidnight) {
      throw new IllegalArgumentException(
          "window: '" + text + "' begins and ends at the same time; a whole day is 00:00-24:00");
    }
    String cron =
        "%d %d * * %s".formatted(from.getMinute(), from.getHour(), days(form.group(1), text));
    return new WindowHours(new Timetable.Clock(Cron.parse(cron), zone(form.group(4))), to, null);
  }

  private static WindowHours byCron(Matcher form) {
    Cron cron;
    try {
      cron = Cron.parse(form.group(1));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("window: " + e.getMessage(), e);
    }
    long number = Long.parseLong(form.group(2));
    Duration lasts =
        switch (form.group(3)) {
          case "m" -> Duration.ofMinutes(number);
          case "h" -> Duration.ofHours(number);
          default -> Duration.ofDays(number);
        };
    if (lasts.compareTo(SHORTEST) < 0 || lasts.compareTo(LONGEST) > 0) {
      throw new IllegalArgumentException(
          "window: lasts 1m to 7d, not " + form.group(2) + form.group(3));
    }
    return new WindowHours(new Timetable.Clock(cron, zone(form.group(4))), null, lasts);
  }

  private static ZoneId zone(@Nullable String name) {
    if (name == null) {
      return ZoneOffset.UTC;
    }
    try {
      return ZoneId.of(name);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "window: '" + name + "' is not a time zone; use a name such as Europe/Berlin or UTC", e);
    }
  }

  /** Days of the week as cron takes them. */
  private static String days(String list, String text) {
    if (list.equalsIgnoreCase("daily")) {
      return "*";
    }
    List<String> days = new ArrayList<>();
    for (String part : list.toLowerCase(Locale.ROOT).split(",", -1)) {
      List<Integer> ends = Stream.of(part.split("-", -1)).map(DAYS::indexOf).toList();
      if (ends.size() > 2 || ends.contains(-1)) {
        throw new IllegalArgumentException(
            "window: '%s': '%s' are not days; write sat, mon-fri, sat,sun or daily"
                .formatted(text, list));
      }
      // From Saturday to Monday is a range, too.
      int length = Math.floorMod(ends.getLast() - ends.getFirst(), DAYS.size());
      for (int i = 0; i <= length; i++) {
        days.add(DAYS.get((ends.getFirst() + i) % DAYS.size()));
      }
    }
    return String.join(",", days);
  }

  /** The last of those that this moment is in. */
  Optional<Span> around(Instant moment) {
    Optional<Span> found = Optional.empty();
    Instant opening = moment.minus(lasts == null ? DAY : lasts).minusSeconds(1);
    while (true) {
      opening = opens.after(opening, 1).getFirst();
      if (opening.isAfter(moment)) {
        return found;
      }
      Span span = from(opening);
      found = span.contains(moment) ? Optional.of(span) : found;
    }
  }

  /** The first that begins after this moment. */
  Span next(Instant moment) {
    Instant opening = moment;
    while (true) {
      opening = opens.after(opening, 1).getFirst();
      Span span = from(opening);
      // On the day on which clocks are set forward nothing may be left of it.
      if (span.from().isBefore(span.to())) {
        return span;
      }
    }
  }

  private Span from(Instant opening) {
    LocalTime end = to;
    if (end == null) {
      return new Span(opening, opening.plus(lasts == null ? DAY : lasts));
    }
    LocalDate day = opening.atZone(opens.zone()).toLocalDate();
    boolean overMidnight = !end.isAfter(named());
    return new Span(opening, opens.instant((overMidnight ? day.plusDays(1) : day).atTime(end)));
  }

  /** When they begin by the clock, whether or not there is such a time on a day. */
  private LocalTime named() {
    return LocalTime.of(
        opens.cron().hour().values().nextSetBit(0), opens.cron().minute().values().nextSetBit(0));
  }
}
