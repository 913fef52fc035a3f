package dev.holdfast.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What the processors of this machine have done since it started, as Linux counts it.
 *
 * @param all ticks
 * @param idle those of them in which there was nothing to do
 */
record BusyProcessors(long all, long idle) {
  private static final Path STATISTICS = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int WAITING_FOR_DISK = 4;

  /** The virtual machine's guests are in the first two of the ten figures already. */
  private static final int COUNTED = 8;

  static BusyProcessors now() {
    try {
      return of(Files.readString(STATISTICS));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static BusyProcessors of(String statistics) {
    String first = statistics.lines().findFirst().orElseThrow();
    long[] ticks =
        Arrays.stream(first.substring("cpu".length()).strip().split(" +", -1))
            .limit(COUNTED)
            .mapToLong(Long::parseLong)
            .toArray();
    return new BusyProcessors(Arrays.stream(ticks).sum(), ticks[IDLE] + ticks[WAITING_FOR_DISK]);
  }

  /** The share of the time since an earlier moment in which they were busy, 0 to 1. */
  double since(BusyProcessors before) {
    long passed = all - before.all;
    return passed == 0 ? 0 : 1 - (idle - before.idle) / (double) passed;
  }
}
