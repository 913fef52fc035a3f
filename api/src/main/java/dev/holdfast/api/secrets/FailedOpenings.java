package dev.holdfast.api.secrets;

import java.time.InstantSource;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts wrong links per address and minute, in this process. Thread-safe. */
final class FailedOpenings {
  private static final int ALLOWED = 20;
  private static final long MINUTE = 60_000;

  private final InstantSource clock;
  private final ConcurrentMap<String, Count> counts = new ConcurrentHashMap<>();

  FailedOpenings(InstantSource clock) {
    this.clock = clock;
  }

  private record Count(long minute, int number) {}

  /** Whether this address has been wrong too often within this minute. */
  boolean tooMany(String address) {
    Count count = counts.get(address);
    return count != null && count.minute() == minute() && count.number() >= ALLOWED;
  }

  void count(String address) {
    long now = minute();
    counts.values().removeIf(count -> count.minute() != now);
    counts.merge(address, new Count(now, 1), (is, one) -> new Count(now, is.number() + 1));
  }

  private long minute() {
    return clock.millis() / MINUTE;
  }
}
