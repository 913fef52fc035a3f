package dev.holdfast.platform.availability;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/**
 * The minutes in which operations could be started, as whatever API process was there saw it.
 * Thread-safe.
 */
public final class ReadyMinutes {
  /** How far back the measure goes. */
  public static final int DAYS = 30;

  private final Jdbi jdbi;

  public ReadyMinutes(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /**
   * How much of the time it was so.
   *
   * @param since the beginning of what is measured: {@value #DAYS} days ago, or the first minute;
   *     null where there is none
   * @param minutes whole ones since then
   * @param ready of them
   */
  public record Availability(@Nullable Instant since, long minutes, long ready) {
    /** In percent; null where nothing is measured yet. */
    public @Nullable Double percent() {
      return minutes == 0 ? null : Math.floor(ready * 1e5 / minutes) / 1e3;
    }
  }

  /** Records that operations can be started in this minute, and forgets what is too old. */
  public void record(Instant now) {
    jdbi.useTransaction(handle -> {
      handle.execute(
          "insert into ready_minutes (minute) values (?) on conflict do nothing", minute(now));
      handle.execute(
          "delete from ready_minutes where minute < ?",
          minute(now.minus(DAYS + 1L, ChronoUnit.DAYS)));
    });
  }

  /** What was measured up to now; the minute that is not over yet does not count. */
  public Availability availability(Instant now) {
    OffsetDateTime end = minute(now);
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                select min(minute) as since, count(*) as ready from ready_minutes
                where minute >= :from and minute < :end
                """)
            .bind("from", end.minusDays(DAYS))
            .bind("end", end)
            .map((rs, context) -> {
              OffsetDateTime first = rs.getObject("since", OffsetDateTime.class);
              if (first == null) {
                return new Availability(null, 0, 0);
              }
              Instant since = first.toInstant();
              return new Availability(
                  since, ChronoUnit.MINUTES.between(since, end.toInstant()), rs.getLong("ready"));
            })
            .one());
  }

  private static OffsetDateTime minute(Instant moment) {
    return moment.truncatedTo(ChronoUnit.MINUTES).atOffset(ZoneOffset.UTC);
  }
}
