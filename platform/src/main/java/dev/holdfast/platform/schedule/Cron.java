package dev.holdfast.platform.schedule;

import dev.holdfast.platform.schedule.CronField.Unit;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Map;
import java.util.Optional;

/**
 * A cron expression of five fields, read as crontab(5) of Debian does: minute, hour, day of the
 * month, month, day of the week. Where both days are restricted, a day that matches either of them
 * matches.
 *
 * @param text as it was typed
 */
public record Cron(
    String text,
    CronField minute,
    CronField hour,
    CronField dayOfMonth,
    CronField month,
    CronField dayOfWeek) {
  private static final Map<String, String> NAMED =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  /** A leap day comes again within this many days, whatever the century does. */
  private static final int LONGEST_WAIT_DAYS = 8 * 366 + 1;

  /**
   * Reads an expression.
   *
   * @throws IllegalArgumentException that begins with {@code cron: } and says what is wrong
   */
  public static Cron parse(String text) {
    String stripped = text.strip();
    if (stripped.startsWith("@") && !NAMED.containsKey(stripped)) {
      throw new IllegalArgumentException(
          "cron: '"
              + stripped
              + "' is not one of "
              + String.join(", ", NAMED.keySet().stream().sorted().toList()));
    }
    String[] fields = NAMED.getOrDefault(stripped, stripped).split("\\s+", -1);
    if (fields.length != 5) {
      throw new IllegalArgumentException(
          "cron: has "
              + (stripped.isEmpty() ? 0 : fields.length)
              + " fields; it needs five: minute, hour, day of the month, month, day of the week,"
              + " such as 0 3 * * * for 03:00 each day");
    }
    try {
      var cron =
          new Cron(
              stripped,
              CronField.parse(fields[0], Unit.MINUTE),
              CronField.parse(fields[1], Unit.HOUR),
              CronField.parse(fields[2], Unit.DAY_OF_MONTH),
              CronField.parse(fields[3], Unit.MONTH),
              CronField.parse(fields[4], Unit.DAY_OF_WEEK));
      if (cron.nextDay(LocalDate.of(2024, 1, 1)).isEmpty()) {
        throw new IllegalArgumentException("no month has such a day, so it would never fire");
      }
      return cron;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("cron: " + e.getMessage(), e);
    }
  }

  /** Whether it names hours, and does not mean each of them. */
  public boolean namesHours() {
    return !hour.free();
  }

  /** Whether both days are restricted, so that either of them is enough. */
  public boolean eitherDay() {
    return !dayOfMonth.free() && !dayOfWeek.free();
  }

  /** Whether a minute on the clock matches; seconds do not count. */
  public boolean matches(LocalDateTime time) {
    return minute.matches(time.getMinute())
        && hour.matches(time.getHour())
        && matches(time.toLocalDate());
  }

  private boolean matches(LocalDate day) {
    if (!month.matches(day.getMonthValue())) {
      return false;
    }
    boolean ofMonth = dayOfMonth.matches(day.getDayOfMonth());
    boolean ofWeek = dayOfWeek.matches(day.getDayOfWeek().getValue() % 7);
    return eitherDay() ? ofMonth || ofWeek : ofMonth && ofWeek;
  }

  /** The first minute on the clock from this one on that matches. */
  LocalDateTime nextFrom(LocalDateTime time) {
    LocalDate day = nextDay(time.toLocalDate()).orElseThrow();
    if (day.equals(time.toLocalDate())) {
      Optional<LocalDateTime> today = nextIn(day, time.getHour(), time.getMinute());
      if (today.isPresent()) {
        return today.get();
      }
      day = nextDay(day.plusDays(1)).orElseThrow();
    }
    return nextIn(day, 0, 0).orElseThrow();
  }

  private Optional<LocalDate> nextDay(LocalDate from) {
    LocalDate day = from;
    for (int i = 0; i < LONGEST_WAIT_DAYS; i++) {
      if (matches(day)) {
        return Optional.of(day);
      }
      day = day.plusDays(1);
    }
    return Optional.empty();
  }

  private Optional<LocalDateTime> nextIn(LocalDate day, int fromHour, int fromMinute) {
    int sameHour = hour.matches(fromHour) ? minute.values().nextSetBit(fromMinute) : -1;
    if (sameHour >= 0) {
      return Optional.of(day.atTime(fromHour, sameHour));
    }
    int later = hour.values().nextSetBit(fromHour + 1);
    return later < 0
        ? Optional.empty()
        : Optional.of(day.atTime(later, minute.values().nextSetBit(0)));
  }
}
