package dev.holdfast.bench;

import dev.holdfast.activities.transfer.Attendance;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects garbage and looks at what is left, before a transfer and as often as it has moved on.
 */
final class HeapWatch implements Attendance {
  private static final long EVERY = 512L << 20;

  private final List<Long> seen = new ArrayList<>();
  private long next = EVERY;

  HeapWatch() {
    look();
  }

  @Override
  public void alive() {}

  @Override
  public synchronized void moved(long bytes, long ofAll) {
    if (bytes >= next || bytes == ofAll) {
      next = bytes == ofAll ? EVERY : bytes + EVERY;
      look();
    }
  }

  /** Bytes of the heap in use after a collection. */
  synchronized void look() {
    System.gc();
    seen.add(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }

  /** The first from before. */
  synchronized long[] seen() {
    return seen.stream().mapToLong(Long::longValue).toArray();
  }
}
