package dev.holdfast.activities.ssh;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** Delays that double, spread so that those who failed together do not come back together. */
public final class JitteredDelay {

  private JitteredDelay() {}

  /**
   * The delay after so many earlier ones, between 80 and 120 % of what doubling gives.
   *
   * @param longest never more than this
   */
  public static Duration jittered(Duration first, int earlier, Duration longest) {
    long doubled = first.toMillis() << Math.min(earlier, 20);
    long millis = Math.min(doubled, longest.toMillis());
    long spread = Math.max(1, millis / 5);
    long chosen = millis + ThreadLocalRandom.current().nextLong(-spread, spread + 1);
    return Duration.ofMillis(Math.clamp(chosen, 1, longest.toMillis()));
  }
}
