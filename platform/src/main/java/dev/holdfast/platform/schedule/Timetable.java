package dev.holdfast.platform.schedule;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.util.ArrayList;
import java.util.List;

/**
 * When a schedule fires.
 *
 * <p>On the days on which clocks change, an expression that names hours fires once for each time it
 * names: at the end of the gap where the time does not exist, and the first time where it exists
 * twice. One that means each hour fires each hour that passes, as intervals do.
 */
public sealed interface Timetable {

  /** The next times after this one, without jitter. */
  List<Instant> after(Instant time, int count);

  /** False for the second of two times that the clock shows alike, where only the first counts. */
  boolean fires(Instant time);

  /** Each so often, counted from 1970-01-01T00:00Z. */
  record Every(Duration interval) implements Timetable {
    public static final Duration SHORTEST = Duration.ofMinutes(1);
    public static final Duration LONGEST = Duration.ofDays(366);

    public Every {
      if (interval.compareTo(SHORTEST) < 0 || interval.compareTo(LONGEST) > 0) {
        throw new IllegalArgumentException(
            "everySeconds: must be 60 to 31622400, 1 minute to 366 days");
      }
      if (interval.toNanosPart() != 0) {
        throw new IllegalArgumentException("everySeconds: must be whole seconds");
      }
    }

    @Override
    public List<Instant> after(Instant time, int count) {
      long seconds = interval.toSeconds();
      long first = Math.floorDiv(time.getEpochSecond(), seconds) + 1;
      List<Instant> times = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        times.add(Instant.ofEpochSecond((first + i) * seconds));
      }
      return times;
    }

    @Override
    public boolean fires(Instant time) {
      return true;
    }
  }

  /** By the clocks of a zone. */
  record Clock(Cron cron, ZoneId zone) implements Timetable {

    @Override
    public List<Instant> after(Instant time, int count) {
      List<Instant> times = new ArrayList<>();
      Instant last = time;
      while (times.size() < count) {
        last = cron.namesHours() ? named(last) : hourly(last);
        times.add(last);
      }
      return times;
    }

    /**
     * A later time on the clock is never an earlier one in fact, so the first that is left is next.
     */
    private Instant named(Instant after) {
      LocalDateTime from = LocalDateTime.ofInstant(after, zone).truncatedTo(ChronoUnit.MINUTES);
      while (true) {
        LocalDateTime next = cron.nextFrom(from);
        Instant at = instant(next);
        if (at.isAfter(after)) {
          return at;
        }
        from = next.plusMinutes(1);
      }
    }

    /** When the clocks show this time: at the end of a gap, and the first of two times. */
    Instant instant(LocalDateTime time) {
      ZoneOffsetTransition transition = zone.getRules().getTransition(time);
      return transition != null && transition.isGap()
          ? transition.getInstant()
          : ZonedDateTime.ofLocal(time, zone, null).withEarlierOffsetAtOverlap().toInstant();
    }

    /** Each time that the clock shows, however often it shows it. */
    private Instant hourly(Instant after) {
      Instant from = after;
      while (true) {
        ZoneOffsetTransition change = zone.getRules().nextTransition(from);
        ZonedDateTime now = from.atZone(zone);
        LocalDateTime next =
            cron.nextFrom(now.toLocalDateTime().truncatedTo(ChronoUnit.MINUTES).plusMinutes(1));
        Instant at = next.toInstant(now.getOffset());
        if (change == null || at.isBefore(change.getInstant())) {
          return at;
        }
        LocalDateTime then = change.getDateTimeAfter();
        if (cron.matches(then) && then.getSecond() == 0) {
          return change.getInstant();
        }
        from = change.getInstant();
      }
    }

    @Override
    public boolean fires(Instant time) {
      ZonedDateTime at = time.atZone(zone);
      boolean second =
          zone.getRules().getValidOffsets(at.toLocalDateTime()).size() > 1
              && !at.withEarlierOffsetAtOverlap().toInstant().equals(time);
      return !(second
          && cron.namesHours()
          && at.getSecond() == 0
          && cron.matches(at.toLocalDateTime()));
    }

    /** The ends of the gaps at which this fires because of a time that does not exist. */
    public List<LocalDateTime> moved(Instant from, Instant to) {
      List<LocalDateTime> moved = new ArrayList<>();
      if (!cron.namesHours()) {
        return moved;
      }
      ZoneOffsetTransition change = zone.getRules().nextTransition(from);
      while (change != null && change.getInstant().isBefore(to)) {
        if (change.isGap()
            && !cron.matches(change.getDateTimeAfter())
            && cron.nextFrom(change.getDateTimeBefore()).isBefore(change.getDateTimeAfter())) {
          moved.add(change.getDateTimeAfter());
        }
        change = zone.getRules().nextTransition(change.getInstant());
      }
      return moved;
    }
  }
}
