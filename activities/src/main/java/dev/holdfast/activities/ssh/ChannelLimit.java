package dev.holdfast.activities.ssh;

import java.time.Duration;

/**
 * How many channels of one connection a server takes at once; learnt from its refusals, or from its
 * MaxSessions. Thread-safe.
 *
 * <p>Half of MaxSessions, because sessions that have just ended still count.
 */
final class ChannelLimit {
  private static final Duration GROWTH = Duration.ofSeconds(30);

  /** One burst of refusals is one reason to halve. */
  private static final Duration BURST = Duration.ofSeconds(1);

  /** More would only make one connection's window the bottleneck. */
  private static final int MOST = 32;

  private final int assumed;
  private int ceiling;
  private int allowed;
  private long changedAt = System.nanoTime() - BURST.toNanos();
  private boolean asked;

  /**
   * @param assumed until the server has told or shown otherwise
   */
  ChannelLimit(int assumed) {
    this.assumed = assumed;
    this.ceiling = assumed;
    this.allowed = assumed;
  }

  /** The channels allowed now. */
  synchronized int allowed() {
    long now = System.nanoTime();
    if (allowed < ceiling && now - changedAt > GROWTH.toNanos()) {
      allowed++;
      changedAt = now;
    }
    return allowed;
  }

  /** The server has refused a channel while so many were in use, this one included. */
  synchronized void refused(int inUse) {
    long now = System.nanoTime();
    if (now - changedAt < BURST.toNanos()) {
      return;
    }
    ceiling = Math.max(1, Math.min(ceiling, inUse - 1));
    allowed = Math.max(1, Math.min(allowed, inUse) / 2);
    changedAt = now;
  }

  /** The server has told its MaxSessions. */
  synchronized void told(int maxSessions) {
    ceiling = Math.clamp(maxSessions / 2, 1, MOST);
    allowed = ceiling;
  }

  /** Whether the server is to be asked now: true once. */
  synchronized boolean shouldAsk() {
    boolean first = !asked;
    asked = true;
    return first;
  }

  /** The server's configuration may have changed: what was learnt of it counts no more. */
  synchronized void forget() {
    ceiling = assumed;
    allowed = assumed;
    asked = false;
  }
}
