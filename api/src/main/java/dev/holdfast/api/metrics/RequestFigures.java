package dev.holdfast.api.metrics;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;
import org.springframework.stereotype.Component;

/** Figures over the last requests that this process has answered. Thread-safe. */
@Component
public final class RequestFigures {
  /** Requests that the percentiles and the error rate are about. */
  static final int LAST = 1_000;

  private static final int SECONDS = 60;

  private final LongSupplier clock;
  private final Deque<Answered> last = new ArrayDeque<>(LAST);

  /** Requests by second, for the last minute. */
  private final long[] counts = new long[SECONDS];

  private long second;

  private record Answered(long nanos, boolean failed) {}

  public RequestFigures() {
    this(System::nanoTime);
  }

  /**
   * @param clock in nanoseconds
   */
  RequestFigures(LongSupplier clock) {
    this.clock = clock;
    this.second = clock.getAsLong() / Duration.ofSeconds(1).toNanos();
  }

  /**
   * What is known of the last requests; 0 throughout where there were none.
   *
   * @param perMinute answered within the last minute
   * @param counted what the others are about, at most 1,000
   * @param errorPercent answered with a status of 500 or more
   */
  public record Figures(
      long perMinute,
      int counted,
      double errorPercent,
      double p50Millis,
      double p95Millis,
      double p99Millis) {}

  synchronized void record(long nanos, int status) {
    turn();
    counts[Math.floorMod(second, SECONDS)]++;
    if (last.size() == LAST) {
      last.removeFirst();
    }
    last.addLast(new Answered(nanos, status >= 500));
  }

  public synchronized Figures figures() {
    turn();
    long[] sorted = last.stream().mapToLong(Answered::nanos).sorted().toArray();
    long failed = last.stream().filter(Answered::failed).count();
    return new Figures(
        LongStream.of(counts).sum(),
        sorted.length,
        sorted.length == 0 ? 0 : Math.round(failed * 1e4 / sorted.length) / 100.0,
        percentile(sorted, 50),
        percentile(sorted, 95),
        percentile(sorted, 99));
  }

  /** Forgets the seconds that are more than a minute ago. */
  private void turn() {
    long now = clock.getAsLong() / Duration.ofSeconds(1).toNanos();
    for (long gone = Math.max(second + 1, now - SECONDS + 1); gone <= now; gone++) {
      counts[Math.floorMod(gone, SECONDS)] = 0;
    }
    second = Math.max(second, now);
  }

  /** By nearest rank. */
  private static double percentile(long[] sorted, int percent) {
    if (sorted.length == 0) {
      return 0;
    }
    int rank = (int) Math.ceil(percent / 100.0 * sorted.length);
    return Math.round(sorted[Math.max(rank, 1) - 1] / 1e4) / 100.0;
  }
}
