package dev.holdfast.bench;

import java.util.ArrayList;
import java.util.List;

/** How long something took, many times. For one thread. */
final class Samples {
  private final List<Long> nanos = new ArrayList<>();

  /** Something that is measured. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  void time(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    add(System.nanoTime() - began);
  }

  void add(long took) {
    nanos.add(took);
  }

  int count() {
    return nanos.size();
  }

  /** In milliseconds, the nearest sample at or above. */
  double percentile(int percent) {
    List<Long> sorted = nanos.stream().sorted().toList();
    int index = Math.max(0, (int) Math.ceil(sorted.size() * percent / 100.0) - 1);
    return sorted.get(index) / 1e6;
  }
}
