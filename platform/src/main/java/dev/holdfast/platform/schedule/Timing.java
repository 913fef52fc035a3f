package dev.holdfast.platform.schedule;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When a schedule fires, and what happens when it cannot. Invalid values are refused by
 * IllegalArgumentExceptions that begin with the field's name.
 *
 * @param cron five fields of crontab(5); null with {@code everySeconds}
 * @param everySeconds 60 to 366 days; null with {@code cron}
 * @param zone by whose clocks, such as {@code Europe/Berlin}; UTC by default
 * @param jitterSeconds it fires up to so much later, at random; 0 to 86,400, 0 by default
 * @param overlap what happens if the operation before is still under way; SKIP by default
 * @param catchUpSeconds how late what was missed still fires; 10 to 365 days, 3,600 by default
 * @param pauseOnFailure whether a failed operation pauses it; false by default
 */
public record Timing(
    @Nullable String cron,
    @Nullable Long everySeconds,
    String zone,
    int jitterSeconds,
    Overlap overlap,
    int catchUpSeconds,
    boolean pauseOnFailure) {
  private static final int MOST_JITTER = 86_400;
  private static final int DEFAULT_CATCH_UP = 3_600;
  private static final int LEAST_CATCH_UP = 10;
  private static final int MOST_CATCH_UP = 365 * 86_400;

  /** What happens if the operation before is still under way. */
  public enum Overlap {
    /** The new one is left out. */
    SKIP("skip"),
    /** One waits, more are left out. */
    BUFFER_ONE("buffer-one"),
    /** All wait, one after the other. */
    BUFFER_ALL("buffer-all"),
    /** The one before is cancelled first. */
    CANCEL_OTHER("cancel-other"),
    /** They run beside each other. */
    ALLOW("allow");

    private final String word;

    Overlap(String word) {
      this.word = word;
    }

    @JsonValue
    public String word() {
      return word;
    }
  }

  /** A timing as it is asked for: what is null has its default. */
  public static Timing of(
      @Nullable String cron,
      @Nullable Long everySeconds,
      @Nullable String zone,
      @Nullable Integer jitterSeconds,
      @Nullable Overlap overlap,
      @Nullable Integer catchUpSeconds,
      @Nullable Boolean pauseOnFailure) {
    return new Timing(
        cron,
        everySeconds,
        zone == null ? "UTC" : zone,
        jitterSeconds == null ? 0 : jitterSeconds,
        overlap == null ? Overlap.SKIP : overlap,
        catchUpSeconds == null ? DEFAULT_CATCH_UP : catchUpSeconds,
        Boolean.TRUE.equals(pauseOnFailure));
  }

  public Timing {
    if ((cron == null) == (everySeconds == null)) {
      throw new IllegalArgumentException(
          cron == null
              ? "cron: is missing; give it, such as 0 3 * * *, or an interval"
              : "everySeconds: cannot be given together with cron");
    }
    if (jitterSeconds < 0 || jitterSeconds > MOST_JITTER) {
      throw new IllegalArgumentException("jitterSeconds: must be 0 to 86400");
    }
    if (catchUpSeconds < LEAST_CATCH_UP || catchUpSeconds > MOST_CATCH_UP) {
      throw new IllegalArgumentException("catchUpSeconds: must be 10 to 31536000, a year");
    }
    read(cron, everySeconds, zone);
  }

  @JsonIgnore
  public Timetable timetable() {
    return read(cron, everySeconds, zone);
  }

  private static Timetable read(@Nullable String cron, @Nullable Long everySeconds, String zone) {
    ZoneId id;
    try {
      id = ZoneId.of(zone);
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          "zone: '" + zone + "' is not a time zone; use a name such as Europe/Berlin or UTC", e);
    }
    if (everySeconds != null) {
      return new Timetable.Every(Duration.ofSeconds(everySeconds));
    }
    return new Timetable.Clock(Cron.parse(Objects.requireNonNull(cron)), id);
  }
}
