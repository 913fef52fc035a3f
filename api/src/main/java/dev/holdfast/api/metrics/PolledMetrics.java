package dev.holdfast.api.metrics;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Metrics that are read from elsewhere when they are asked for, and then only now and again. */
abstract class PolledMetrics {
  private static final Logger LOG = LoggerFactory.getLogger(PolledMetrics.class);

  private Instant read = Instant.MIN;
  private CompletableFuture<Void> reading = CompletableFuture.completedFuture(null);

  /**
   * Reads them anew if they are older than that, on a thread of its own: what is read from may
   * hang. Never fails.
   *
   * @return done when they are fresh
   */
  final synchronized CompletableFuture<Void> refresh(Duration fresh) {
    if (reading.isDone() && !read.isAfter(Instant.now().minus(fresh))) {
      reading = new CompletableFuture<>();
      CompletableFuture<Void> mine = reading;
      Thread.ofVirtual()
          .name("metrics-read")
          .start(() -> {
            readNow();
            mine.complete(null);
          });
    }
    return reading;
  }

  private void readNow() {
    try {
      read();
      readAt(Instant.now());
    } catch (RuntimeException e) {
      LOG.warn("{} cannot be read: {}", getClass().getSimpleName(), e.toString());
      leaveOut();
    }
  }

  private synchronized void readAt(Instant when) {
    read = when;
  }

  abstract void read();

  /** Shows none of them, for what is not known; the next that are read are shown again. */
  abstract void leaveOut();
}
