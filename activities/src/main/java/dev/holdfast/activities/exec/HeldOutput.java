package dev.holdfast.activities.exec;

import java.time.Duration;

/**
 * Ends the waiting for a command that has ended and whose output does not: something that it has
 * left in the background holds it open, for ever perhaps. Thread-safe.
 */
final class HeldOutput {
  /** For what others still write, and for the channel to end. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Thread waiting;
  private int streams = 2;
  private boolean over;
  private boolean held;

  /**
   * @param waiting interrupted where the output is held
   */
  HeldOutput(Thread waiting) {
    this.waiting = waiting;
  }

  /** The command has ended, and one of its two streams has brought all that it wrote. */
  synchronized void ended() {
    streams--;
    if (streams == 0) {
      Thread.ofVirtual().name("held-output").start(this::watch);
    }
  }

  private synchronized void watch() {
    long until = System.nanoTime() + GRACE.toNanos();
    try {
      for (long left = GRACE.toMillis(); left > 0 && !over; ) {
        wait(left);
        left = (until - System.nanoTime()) / 1_000_000;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return;
    }
    if (!over) {
      held = true;
      waiting.interrupt();
    }
  }

  /**
   * Nobody waits any more; on the waiting thread, whose interrupt it takes back where that was of
   * this one's making.
   *
   * @return whether the waiting was ended here
   */
  synchronized boolean over() {
    if (!over && held) {
      var _ = Thread.interrupted();
    }
    over = true;
    notifyAll();
    return held;
  }

  synchronized boolean wasHeld() {
    return held;
  }
}
