package dev.holdfast.api.metrics;

import java.time.Duration;
import java.time.Instant;

/** Metrics that are read from elsewhere when they are asked for, and then only now and again. */
abstract class PolledMetrics {
  private static final Duration FRESH = Duration.ofSeconds(5);

  private Instant read = Instant.MIN;

  /** Reads them anew if they are more than a few seconds old. */
  final synchronized void refresh() {
    Instant now = Instant.now();
    if (read.isBefore(now.minus(FRESH))) {
      read();
      read = now;
    }
  }

  abstract void read();
}
