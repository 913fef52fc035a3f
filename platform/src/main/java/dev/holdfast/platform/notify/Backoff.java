package dev.holdfast.platform.notify;

import java.time.Duration;

/**
 * How long to wait before the next attempt: at first this long, after each attempt twice as long,
 * at most so long.
 */
public record Backoff(Duration first, Duration most) {
  private static final int DOUBLINGS = 30;

  /** From a second to five minutes. */
  public static final Backoff STANDARD = new Backoff(Duration.ofSeconds(1), Duration.ofMinutes(5));

  /**
   * The pause after an attempt.
   *
   * @param failures so many have failed in a row, at least one
   */
  public Duration after(int failures) {
    Duration doubled = first.multipliedBy(1L << Math.clamp(failures - 1L, 0, DOUBLINGS));
    return doubled.compareTo(most) > 0 ? most : doubled;
  }
}
